using System.Buffers;

namespace Platform.Gateway.Edge;

/// <summary>
/// Gives every request an id that leads through the answer, the access log and the services: the client's own where it is one, else a new one.
/// </summary>
internal sealed class RequestIds(TimeProvider time)
{
    public const string HeaderName = "X-Request-Id";

    /// <summary>The longest id that is taken over.</summary>
    public const int MaxLength = 128;

    // Nothing that could mean something to a log, a shell or a page.
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:");

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var id = context.Request.Headers[HeaderName] is [{ } own] && IsValid(own) ? own : Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        context.TraceIdentifier = id;
        context.Request.Headers[HeaderName] = id;
        context.Response.Headers[HeaderName] = id;
        return next(context);
    }

    private static bool IsValid(string id) => id.Length is > 0 and <= MaxLength && !id.AsSpan().ContainsAnyExcept(Characters);
}
