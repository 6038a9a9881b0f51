using System.Collections.Frozen;

namespace LocalDapr.Runtime.Metrics;

/// <summary>The parts of the Dapr API.</summary>
internal enum ApiKind
{
    Other,
    Invocation,
    State,
    PubSub,
    Bindings,
    Secrets,
    Actors,
    Workflows,
}

/// <summary>Says which part of the API a request is for.</summary>
internal static class ApiKinds
{
    private const string WorkflowService = "/TaskHubSidecarService/";

    // The first fragment that a method's name contains decides.
    private static readonly (string Fragment, ApiKind Api)[] Fragments =
    [
        ("Actor", ApiKind.Actors), ("Workflow", ApiKind.Workflows), ("State", ApiKind.State), ("Publish", ApiKind.PubSub), ("Topic", ApiKind.PubSub),
        ("Secret", ApiKind.Secrets), ("Binding", ApiKind.Bindings), ("InvokeService", ApiKind.Invocation),
    ];

    private static readonly FrozenDictionary<string, ApiKind> GrpcMethods = Dapr.Proto.Runtime.V1.Dapr.Descriptor.Methods.ToFrozenDictionary(
        method => $"/{method.Service.FullName}/{method.Name}",
        method => Fragments.FirstOrDefault(each => method.Name.Contains(each.Fragment, StringComparison.Ordinal)).Api);

    /// <summary>The part that a request to the sidecar's own API is for.</summary>
    public static ApiKind Of(string path) =>
        GrpcMethods.TryGetValue(path, out var api) ? api
        : path.StartsWith(WorkflowService, StringComparison.Ordinal) ? ApiKind.Workflows
        : OfHttp(path);

    // Behind /v1.0/ or /v1.0-alpha1/.
    private static ApiKind OfHttp(ReadOnlySpan<char> path)
    {
        if (!path.StartsWith("/v1.0", StringComparison.Ordinal))
        {
            return ApiKind.Other;
        }

        var parts = path[1..].Split('/');
        return !parts.MoveNext() || !parts.MoveNext() ? ApiKind.Other : path[1..][parts.Current] switch
        {
            "invoke" => ApiKind.Invocation,
            "state" => ApiKind.State,
            "publish" => ApiKind.PubSub,
            "bindings" => ApiKind.Bindings,
            "secrets" => ApiKind.Secrets,
            "actors" => ApiKind.Actors,
            "workflows" => ApiKind.Workflows,
            _ => ApiKind.Other,
        };
    }
}
