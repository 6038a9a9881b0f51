using Grpc.Core;
using Platform.Gateway.Problems;
using Platform.Gateway.Public;
using Platform.Gateway.Transcoding;

namespace Platform.Gateway.Edge;

/// <summary>
/// Refuses requests that two servers on one way could read differently, so that what a proxy in front let through is what is served here.
/// </summary>
internal static class RequestGate
{
    // Where Kestrel puts the Content-Length of a request that also has a Transfer-Encoding.
    private const string DroppedLength = "X-Content-Length";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (RequestTarget.LengthOf(context) > PublicListener.MaxTargetLength)
        {
            throw Refused(
                StatusCodes.Status414UriTooLong, "URI_TOO_LONG", $"The path and query have more than {PublicListener.MaxTargetLength} characters.");
        }
        // A request smuggler's first tool (RFC 9112 section 6.1).
        if (context.Request.Headers.TransferEncoding.Count > 0 && context.Request.Headers.ContainsKey(DroppedLength))
        {
            context.Response.Headers.Connection = "close";
            throw Refused(StatusCodes.Status400BadRequest, "AMBIGUOUS_LENGTH", "The request has both a Transfer-Encoding and a Content-Length.");
        }
        if (HasDotSegment(RequestTarget.RawPath(context)))
        {
            throw new ProblemException(Problem.Local(
                StatusCode.NotFound, StatusCodes.Status404NotFound, "ROUTE_NOT_FOUND", "Paths with dot segments lead nowhere."));
        }
        return next(context);
    }

    /// <summary>
    /// Whether a segment is <c>.</c> or <c>..</c>, however it is escaped. Request.Path has them resolved already; a proxy in front may not have.
    /// </summary>
    internal static bool HasDotSegment(ReadOnlySpan<char> path)
    {
        // Most paths have neither.
        if (!path.ContainsAny('.', '%')) return false;
        foreach (var range in path.SplitAny("/\\"))
        {
            var rest = path[range];
            var dots = 0;
            while (TakeDot(ref rest)) dots++;
            if (rest.IsEmpty && dots is 1 or 2) return true;
        }
        return false;
    }

    private static bool TakeDot(ref ReadOnlySpan<char> segment)
    {
        var length = segment.StartsWith(".") ? 1 : segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? "%2e".Length : 0;
        segment = segment[length..];
        return length > 0;
    }

    private static ProblemException Refused(int status, string reason, string detail) =>
        new(Problem.Local(StatusCode.InvalidArgument, status, reason, detail));
}
