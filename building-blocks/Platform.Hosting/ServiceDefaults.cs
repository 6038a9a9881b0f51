using System.Net;
using Dapr;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Platform.Hosting.Internal;
using Platform.Hosting.Observability;

namespace Platform.Hosting;

/// <summary>What every service of the platform is made of: one h2c port with gRPC, reflection, health and the sidecar's callbacks.</summary>
public static class ServiceDefaults
{
    /// <summary>Where health is asked by HTTP.</summary>
    internal const string HealthPath = "/healthz";

    private const int DefaultPort = 5000;

    /// <summary>Time that a stopping service has to finish what it began; below the grace period of a pod.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Adds the host, gRPC with access rules and typed failures, reflection, health, the Dapr client and telemetry. The port is <c>APP_PORT</c>, which sidecars and
    /// localdapr set; the address is <c>APP_HOST</c>, loopback unless given.
    /// </summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(ServiceAddress(builder.Configuration), listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.MarkServicePort();
            });
        });
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        // Lines for each request cost more than the request.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        var isObserved = Telemetry.IsOn(builder.Configuration);
        builder.Services.AddGrpc(grpc =>
        {
            if (isObserved)
            {
                grpc.Interceptors.Add<ServerTelemetryInterceptor>();
            }

            grpc.Interceptors.Add<ServiceInterceptor>();
        });
        builder.Services.TryAddSingleton<ServerTelemetryInterceptor>();
        builder.Services.TryAddSingleton<AccessCheck>();
        builder.Services.TryAddSingleton<ServiceInterceptor>();
        builder.Services.TryAddSingleton<ServiceInvokers>();
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        builder.Services.AddDaprClient((Action<Dapr.Client.DaprClientBuilder>?)null);
        builder.Services.AddHostedService<ParentWatch>();
        builder.Services.AddHostedService<StartupGarbage>();
        builder.AddTelemetry();
        return builder;
    }

    /// <summary>Maps reflection, health, and the sidecar's question which topics are subscribed. Calls need the token of <c>APP_API_TOKEN</c>, where it is set.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseAppToken();
        // When an event was published; what handles it may want to know how late it is.
        app.UseCloudEvents(new CloudEventsMiddlewareOptions { ForwardCloudEventPropertiesAsHeaders = true, IncludedCloudEventPropertiesAsHeaders = ["time"] });
        app.UseRouting();
        if (Telemetry.IsOn(app.Configuration))
        {
            app.Use(RouteNames.InvokeAsync);
        }

        app.MapGrpcReflectionService();
        app.MapGrpcHealthChecksService();
        app.MapSubscribeHandler();
        app.MapGet(HealthPath, static context => Task.CompletedTask);
        return app;
    }

    private static IPEndPoint ServiceAddress(ConfigurationManager configuration) => new(
        IPAddress.Parse(configuration["APP_HOST"] ?? IPAddress.Loopback.ToString()),
        configuration.GetValue("APP_PORT", DefaultPort));
}
