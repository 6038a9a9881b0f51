using System.Diagnostics;
using OpenTelemetry;

namespace Platform.Hosting.Observability;

/// <summary>
/// Leaves out what tells a reader nothing: probes, and the HTTP requests beneath calls to other services, whose own spans tell more. HTTP requests to the sidecar's own gRPC
/// API are named by their method.
/// </summary>
internal sealed class TransportSpans : BaseProcessor<Activity>
{
    private static readonly string[] Probes = ["GET /healthz", "grpc.health.v1.Health/Check"];
    private static readonly string[] SidecarServices = ["/dapr.proto.runtime.v1.", "/TaskHubSidecarService/"];

    public override void OnEnd(Activity data)
    {
        switch (data.Source.Name)
        {
            case "Microsoft.AspNetCore" when Probes.Contains(data.DisplayName):
            case "System.Net.Http" when data.Parent?.Source == ClientSpan.Source:
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
                break;
            case "System.Net.Http" when data.GetTagItem("url.full") is string url && SidecarServices.Any(service => url.Contains(service, StringComparison.Ordinal)):
                RpcAttributes.Set(data, new Uri(url).AbsolutePath);
                break;
        }
    }
}
