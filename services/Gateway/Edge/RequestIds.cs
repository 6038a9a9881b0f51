using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

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

    // Each process has numbers of its own: asking the system for randomness costs more than a redirect's other work.
    private static readonly uint Process = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));

    private long _count;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var id = context.Request.Headers[HeaderName] is [{ } own] && IsValid(own) ? own : NewId();
        context.TraceIdentifier = id;
        context.Request.Headers[HeaderName] = id;
        context.Response.Headers[HeaderName] = id;
        return next(context);
    }

    // 32 hexadecimal digits: the milliseconds since 1970, by which they sort, then the process, then a count.
    private string NewId() => string.Create(
        CultureInfo.InvariantCulture,
        $"{time.GetUtcNow().ToUnixTimeMilliseconds():x12}{Process:x8}{Interlocked.Increment(ref _count):x12}");

    private static bool IsValid(string id) => id.Length is > 0 and <= MaxLength && !id.AsSpan().ContainsAnyExcept(Characters);
}
