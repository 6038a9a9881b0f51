namespace LocalDapr.Runtime.Metrics;

/// <summary>How many requests a sidecar has taken, by part of the API.</summary>
internal sealed class RequestCounts
{
    private static readonly ApiKind[] Apis = Enum.GetValues<ApiKind>();

    private readonly long[] _counts = new long[Apis.Length];

    /// <summary>Counts a request.</summary>
    public void Add(ApiKind api) => Interlocked.Increment(ref _counts[(int)api]);

    /// <summary>The counts up to now.</summary>
    public IEnumerable<(ApiKind Api, long Count)> Read() => Apis.Select(api => (api, Interlocked.Read(ref _counts[(int)api])));
}
