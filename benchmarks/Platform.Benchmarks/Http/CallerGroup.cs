using System.Net;

namespace Platform.Benchmarks.Http;

/// <summary>The connections of all callers to one server.</summary>
internal sealed class CallerGroup : IDisposable
{
    private readonly Http1Caller[] _callers;
    private readonly byte[][] _requests;

    private CallerGroup(Http1Caller[] callers, byte[][] requests) => (_callers, _requests) = (callers, requests);

    /// <param name="count">How many callers, a connection each.</param>
    /// <param name="server">Where they call.</param>
    /// <param name="path">The path that a caller gets, by its number.</param>
    /// <param name="expected">The only status that is no failure.</param>
    public static async Task<CallerGroup> ConnectAsync(int count, IPEndPoint server, Func<int, string> path, HttpStatusCode expected)
    {
        var callers = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Http1Caller.ConnectAsync(server, expected)));
        return new(callers, [.. callers.Select((_, caller) => Http1Caller.Request(HttpMethod.Get, path(caller), server.ToString()))]);
    }

    /// <summary>One request of one caller.</summary>
    public Task CallAsync(int caller) => _callers[caller].CallAsync(_requests[caller]);

    public void Dispose() => Array.ForEach(_callers, caller => caller.Dispose());
}
