using Grpc.Core;
using Platform.Gateway.Problems;
using Platform.Gateway.Redirects;

namespace Gateway.Tests.Http;

/// <summary>Links without a shortener: every code leads to a URL that holds it, but for those that do not.</summary>
internal sealed class FakeLinks : ILinkSource
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public Func<string, Task>? Before { get; set; }

    public async Task<LinkTarget> ResolveAsync(string code, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        if (Before is { } before) await before(code);
        return code switch
        {
            "missing" => Nowhere(code, StatusCode.NotFound, 404),
            "expired" => Nowhere(code, StatusCode.FailedPrecondition, 410),
            "counted" => new LinkTarget(code, Location(code), null, 0),
            "down" => throw new RpcException(new Status(StatusCode.Unavailable, "127.0.0.1:50001 refused")),
            _ => new LinkTarget(code, Location(code), null, DateTimeOffset.MaxValue.UtcTicks),
        };
    }

    /// <summary>Has characters that a careless server would change.</summary>
    public static string Location(string code) => $"https://example.com/{code}/a%2Fb?q=%E4%BD%A0&x=a+b;c=%zz#frag|{{}}";

    private static LinkTarget Nowhere(string code, StatusCode status, int http) =>
        new(code, default, Problem.Local(status, http, "LINK_" + http, "Nowhere."), DateTimeOffset.MaxValue.UtcTicks);
}
