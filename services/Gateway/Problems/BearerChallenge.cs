using Grpc.Core;

namespace Platform.Gateway.Problems;

/// <summary>What the header WWW-Authenticate tells about a refusal (RFC 6750, section 3).</summary>
internal static class BearerChallenge
{
    private const string Realm = "Bearer realm=\"platform\"";

    /// <summary>The challenge; null for problems that other credentials would not solve.</summary>
    public static string? Of(Problem problem) => (problem.Code, problem.Reason) switch
    {
        (StatusCode.Unauthenticated, "INVALID_TOKEN") => Realm + ", error=\"invalid_token\"",
        (StatusCode.Unauthenticated, _) => Realm,
        (StatusCode.PermissionDenied, "SCOPE_REQUIRED") when problem.Metadata.TryGetValue("scope", out var scope) =>
            $"{Realm}, error=\"insufficient_scope\", scope=\"{scope}\"",
        _ => null,
    };
}
