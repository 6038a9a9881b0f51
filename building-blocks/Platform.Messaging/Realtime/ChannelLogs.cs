using Dapr.Client;
using Platform.State;

namespace Platform.Messaging.Realtime;

/// <summary>
/// The logs of channels in the component <c>realtimestore</c>, which publishers and gateways share. Reads and writes of one log are strongly
/// consistent: its events are in one order, and their numbers have no gaps.
/// </summary>
/// <param name="dapr">The sidecar.</param>
/// <param name="clock">The clock.</param>
public sealed class ChannelLogs(DaprClient dapr, TimeProvider clock)
{
    /// <summary>The component. Its keys are not told apart by app.</summary>
    public const string StoreName = "realtimestore";

    /// <summary>How long a log lives after its last event or the last call of <see cref="OpenAsync"/>.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly DocumentStore<ChannelLog> _logs = new(dapr, StoreName, "channel");

    /// <summary>Reads a log, begins it where there is none, and prolongs its life. One read and one write.</summary>
    public Task<ChannelLog> OpenAsync(string channel, CancellationToken cancellationToken) =>
        UpdateAsync(channel, log => log ?? ChannelLog.Begin(clock.GetUtcNow()), cancellationToken)!;

    /// <summary>Reads a log; null when there is none. One read.</summary>
    public async Task<ChannelLog?> FindAsync(string channel, CancellationToken cancellationToken) =>
        (await _logs.GetAsync(channel, cancellationToken)).Value;

    /// <summary>Which of some channels have a log. One read for all.</summary>
    public async Task<IReadOnlyList<string>> FindOpenAsync(IReadOnlyList<string> channels, CancellationToken cancellationToken) =>
        [.. (await _logs.GetManyAsync(channels, cancellationToken)).Where(log => log.Value is not null).Select(log => log.Id)];

    /// <summary>Changes a log that is there; null when there is none. One read and one write.</summary>
    public Task<ChannelLog?> ChangeAsync(string channel, Func<ChannelLog, ChannelLog> change, CancellationToken cancellationToken) =>
        UpdateAsync(channel, log => log is null ? null : change(log), cancellationToken);

    private async Task<ChannelLog?> UpdateAsync(string channel, Func<ChannelLog?, ChannelLog?> change, CancellationToken cancellationToken)
    {
        var outcome = await Optimistic.RetryAsync(
            async token =>
            {
                var read = await _logs.GetAsync(channel, token);
                var log = change(read.Value);
                return log is null || await dapr.TryCommitAsync(StoreName, [_logs.Put(read, log, Lifetime)], token) ? new Outcome(log) : null;
            },
            cancellationToken);
        return outcome.Log;
    }

    private sealed record Outcome(ChannelLog? Log);
}
