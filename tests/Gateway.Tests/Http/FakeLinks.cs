using System.Collections.Concurrent;
using Grpc.Core;
using Platform.Gateway.Problems;
using Platform.Gateway.Redirects;
using Platform.State.Caching;

namespace Gateway.Tests.Http;

/// <summary>Links without a shortener: every code leads to a URL that holds it, but for those that do not.</summary>
internal sealed class FakeLinks : ILinkSource
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The codes that were only looked at.</summary>
    public ConcurrentQueue<string> Peeks { get; } = new();

    public Task<Perishable<LinkTarget>> ResolveAsync(string code, bool peek, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        if (peek) Peeks.Enqueue(code);
        return Task.FromResult(code switch
        {
            "missing" => Nowhere(code, StatusCode.NotFound, 404),
            "expired" => Nowhere(code, StatusCode.FailedPrecondition, 410),
            "counted" => new(new LinkTarget(code, Location(code), null), DateTimeOffset.MinValue),
            "down" => throw new RpcException(new Status(StatusCode.Unavailable, "127.0.0.1:50001 refused")),
            _ => new(new LinkTarget(code, Location(code), null), DateTimeOffset.MaxValue),
        });
    }

    /// <summary>Has characters that a careless server would change.</summary>
    public static string Location(string code) => $"https://example.com/{code}/a%2Fb?q=%E4%BD%A0&x=a+b;c=%zz#frag|{{}}";

    private static Perishable<LinkTarget> Nowhere(string code, StatusCode status, int http) =>
        new(new LinkTarget(code, default, Problem.Local(status, http, "LINK_" + http, "Nowhere.")), DateTimeOffset.MaxValue);
}
