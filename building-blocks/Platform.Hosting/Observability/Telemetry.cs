using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Platform.Hosting.Observability;

/// <summary>Traces, metrics and logs over OTLP. Off, and free, until <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
internal static class Telemetry
{
    // ASP.NET Core's spans get their attributes and names (http.route and so on) only where this is switched off.
    private const string SuppressServerAttributes = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    /// <summary>Whether anything is exported.</summary>
    public static bool IsOn(IConfiguration configuration) => !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (!IsOn(builder.Configuration))
        {
            return;
        }

        AppContext.SetSwitch(SuppressServerAttributes, false);
        var name = builder.Configuration["APP_ID"] ?? builder.Environment.ApplicationName;
        var resource = ResourceBuilder.CreateDefault().AddService(name, serviceNamespace: "platform");
        var traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Dapr.Workflow", "Dapr.Actors", "Platform.*")
            .AddProcessor(new TransportSpans())
            .AddOtlpExporter()
            .Build();
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter("Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime", "Platform.*")
            .AddOtlpExporter()
            .Build();
        builder.Services.AddHostedService(_ => new ExporterLifetime(traces, metrics));
        builder.Logging.AddOpenTelemetry(logging => logging.SetResourceBuilder(resource).AddOtlpExporter());
        builder.Logging.AddConsoleFormatter<TracedConsoleFormatter, ConsoleFormatterOptions>();
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = TracedConsoleFormatter.FormatterName);
    }

    /// <summary>Sends what is still buffered when the service ends.</summary>
    private sealed class ExporterLifetime(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces.Dispose();
            metrics.Dispose();
            return Task.CompletedTask;
        }
    }
}
