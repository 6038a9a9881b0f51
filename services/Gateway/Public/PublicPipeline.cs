using Microsoft.Extensions.Options;
using Platform.Gateway.Access;
using Platform.Gateway.Delivery;
using Platform.Gateway.Edge;
using Platform.Gateway.RateLimits;
using Platform.Gateway.Realtime;
using Platform.Gateway.Redirects;
using Platform.Gateway.Transcoding;

namespace Platform.Gateway.Public;

/// <summary>
/// Puts the public door before everything else of the app: what comes in by the public port never meets the routes of the
/// service port (gRPC, the sidecar's callbacks), and the other way round.
/// </summary>
internal sealed class PublicPipeline : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var publicDoor = Build(app.New());
        app.Use(servicePort => context => PublicListener.IsPublic(context) ? publicDoor(context) : servicePort(context));
        next(app);
    };

    private static RequestDelegate Build(IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        app.Use(services.GetRequiredService<RequestIds>().InvokeAsync);
        if (services.GetRequiredService<AccessLog>() is { IsOn: true } log) app.Use(log.InvokeAsync);
        app.Use(services.GetRequiredService<PublicErrors>().InvokeAsync);
        app.Use(RequestGate.InvokeAsync);
        Cors.Use(app);
        app.Use(services.GetRequiredService<Authentication>().InvokeAsync);
        var limits = services.GetRequiredService<IOptions<GatewayOptions>>().Value.RateLimits;
        if (limits is { IsEnabled: true, CoversRedirects: true }) app.Use(services.GetRequiredService<RateLimitMiddleware>().InvokeAsync);
        app.Use(services.GetRequiredService<RedirectMiddleware>().InvokeAsync);
        if (limits is { IsEnabled: true, CoversRedirects: false }) app.Use(services.GetRequiredService<RateLimitMiddleware>().InvokeAsync);
        RealtimeEndpoint.Use(app);
        app.Use(SecurityHeaders.InvokeAsync);
        services.GetRequiredService<PublicPages>().Use(app);
        app.Use(services.GetRequiredService<BlobDelivery>().InvokeAsync);
        app.Run(services.GetRequiredService<Transcoder>().InvokeAsync);
        return app.Build();
    }
}
