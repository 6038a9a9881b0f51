namespace LocalDapr.Runtime.Hosting;

/// <summary>How the health of an app is probed. While the app is not healthy it gets no events, no input bindings and no invocations.</summary>
public sealed record AppHealthCheck
{
    /// <summary>The path of a GET request that a healthy app answers with 2xx; an app that speaks gRPC has the rpc HealthCheck instead.</summary>
    public string Path { get; init; } = "/healthz";

    /// <summary>Time from one probe to the next; 5 seconds unless set.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer may take; 500 milliseconds unless set.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many probes in a row fail before the app counts as unhealthy; 3 unless set. One that succeeds makes it healthy.</summary>
    public int Threshold { get; init; } = 3;
}
