using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace LocalDapr.Runtime.Metrics;

/// <summary>
/// How often an app has called which gRPC method of which other app. At most <see cref="MaxMethods"/> are told apart, since a caller may make up names:
/// the others are counted together.
/// </summary>
internal sealed class CallCounts
{
    /// <summary>How many methods are told apart.</summary>
    public const int MaxMethods = 1000;

    /// <summary>The method that the others are counted as.</summary>
    public const string OtherMethods = "other";

    private readonly ConcurrentDictionary<(string Callee, string Method), StrongBox<long>> _counts = new();

    /// <summary>Counts a call.</summary>
    /// <param name="callee">The app that is called.</param>
    /// <param name="method">The method, as in the path: <c>/package.Service/Method</c>.</param>
    public void Add(string callee, string method)
    {
        if (!_counts.TryGetValue((callee, method), out var count))
        {
            count = _counts.GetOrAdd((callee, _counts.Count < MaxMethods ? method : OtherMethods), static _ => new StrongBox<long>());
        }

        Interlocked.Increment(ref count.Value);
    }

    /// <summary>The counts up to now.</summary>
    public IEnumerable<(string Callee, string Method, long Count)> Read() =>
        _counts.Select(each => (each.Key.Callee, each.Key.Method, Interlocked.Read(ref each.Value.Value)));
}
