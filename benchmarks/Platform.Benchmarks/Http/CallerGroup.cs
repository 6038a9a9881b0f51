using System.Net;

namespace Platform.Benchmarks.Http;

/// <summary>The connections of all callers to one server.</summary>
internal sealed class CallerGroup : IDisposable
{
    private readonly Http1Caller[] _callers;

    private CallerGroup(Http1Caller[] callers) => _callers = callers;

    /// <param name="count">How many callers, a connection each.</param>
    /// <param name="server">Where they call.</param>
    /// <param name="path">The path that a caller gets, by its number.</param>
    /// <param name="expected">The only status that is no failure.</param>
    public static async Task<CallerGroup> ConnectAsync(int count, IPEndPoint server, Func<int, string> path, HttpStatusCode expected) =>
        new(await Task.WhenAll(Enumerable.Range(0, count).Select(caller => Http1Caller.ConnectAsync(server, path(caller), expected))));

    /// <summary>One request of one caller.</summary>
    public Task CallAsync(int caller) => _callers[caller].CallAsync().AsTask();

    public void Dispose() => Array.ForEach(_callers, caller => caller.Dispose());
}
