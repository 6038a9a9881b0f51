using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Platform.Blobs;
using Platform.Gateway.Access;
using Platform.Gateway.Delivery;
using Platform.Gateway.Edge;
using Platform.Gateway.OpenApi;
using Platform.Gateway.RateLimits;
using Platform.Gateway.Realtime;
using Platform.Gateway.Redirects;
using Platform.Gateway.Transcoding;

namespace Platform.Gateway.Public;

internal static class PublicApi
{
    /// <summary>Adds the public port with everything that it serves.</summary>
    public static WebApplicationBuilder AddPublicApi(this WebApplicationBuilder builder, ApiSurface api)
    {
        var services = builder.Services;
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton(api);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IBackends, SidecarBackends>();
        services.AddSingleton<Transcoder>();
        services.AddSingleton<PublicErrors>();
        services.AddSingleton<PublicPages>();
        services.AddSingleton(_ => OpenApiDocument.Create(api));
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, PublicListener>();
        services.AddSingleton<IStartupFilter, PublicPipeline>();
        services.AddEdge();
        services.AddAccess();
        RealtimeServices.Add(services);
        services.AddRateLimits();
        services.AddRedirects();
        services.AddBlobLinks();
        services.AddSingleton<BlobDelivery>();
        // The framework's lines name paths and queries, which may be secret; those of the access log do not.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        return builder;
    }
}
