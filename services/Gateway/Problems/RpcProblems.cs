using Google.Rpc;
using Grpc.Core;
using Platform.Hosting.Failures;

namespace Platform.Gateway.Problems;

/// <summary>Reads the failure of a call, with its google.rpc details, as a problem.</summary>
internal static class RpcProblems
{
    public static Problem ToProblem(this RpcException failure)
    {
        var info = failure.FindDetail<ErrorInfo>();
        var status = CanonicalStatus.HttpStatus(failure.StatusCode);
        // Only what a service composed for its callers may leave: texts of transports and of crashes do not.
        var isComposed = status < StatusCodes.Status500InternalServerError || info is not null;
        return new Problem(failure.StatusCode, status, isComposed ? failure.Status.Detail : CanonicalStatus.GenericDetail(failure.StatusCode))
        {
            // Field 1 is named "reason" since; the package's types predate that, the wire format is the same.
            Reason = info?.Type,
            Domain = info?.Domain,
            Metadata = info is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(info.Metadata, StringComparer.Ordinal),
            Errors = failure.FindDetail<BadRequest>()?.FieldViolations.Select(v => new FieldError(ToJsonPath(v.Field), v.Description)).ToList() ?? [],
            RetryAfter = failure.FindDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan(),
        };
    }

    /// <summary>Services name fields as protos do (<c>link.long_url</c>), clients of JSON as JSON does (<c>link.longUrl</c>).</summary>
    private static string ToJsonPath(string field)
    {
        var json = new System.Text.StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            var startsWord = field[i] == '_' && i + 1 < field.Length && char.IsAsciiLetterLower(field[i + 1]);
            json.Append(startsWord ? char.ToUpperInvariant(field[++i]) : field[i]);
        }
        return json.ToString();
    }
}
