using Grpc.Core;

namespace Platform.Gateway.Problems;

/// <summary>One field of a request that was refused. <paramref name="Field"/> is its JSON path (<c>link.longUrl</c>) or query parameter.</summary>
internal sealed record FieldError(string Field, string Description);

/// <summary>
/// An error on its way to a client: RFC 9457 problem details with the members of google.rpc as extensions.
/// </summary>
internal sealed record Problem(StatusCode Code, int Status, string Detail)
{
    /// <summary>The domain of the gateway's own and the services' reasons.</summary>
    public const string PlatformDomain = "platform";

    /// <summary>The UPPER_SNAKE reason of google.rpc.ErrorInfo, when known.</summary>
    public string? Reason { get; init; }

    public string? Domain { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>After how long a retry may succeed; becomes the header Retry-After.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The methods of the header Allow, with status 405.</summary>
    public IReadOnlyCollection<string> Allow { get; init; } = [];

    /// <summary>A problem that the gateway itself found.</summary>
    public static Problem Local(StatusCode code, int status, string reason, string detail) =>
        new(code, status, detail) { Reason = reason, Domain = PlatformDomain };

    /// <summary>A request whose fields were refused, each named.</summary>
    public static Problem InvalidFields(params IReadOnlyList<FieldError> errors) =>
        Local(StatusCode.InvalidArgument, StatusCodes.Status400BadRequest, "INVALID_REQUEST", $"{errors[0].Field}: {errors[0].Description}") with
        {
            Errors = errors,
        };
}

/// <summary>Ends the handling of a request with a problem.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}
