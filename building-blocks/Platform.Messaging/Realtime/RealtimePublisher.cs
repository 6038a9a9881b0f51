using System.Text;
using Dapr.Client;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Platform.Realtime.V1;

namespace Platform.Messaging.Realtime;

/// <inheritdoc />
/// <param name="dapr">The sidecar.</param>
/// <param name="logs">The logs of the channels.</param>
/// <param name="clock">The clock.</param>
public sealed class RealtimePublisher(DaprClient dapr, ChannelLogs logs, TimeProvider clock) : IRealtimePublisher
{
    /// <summary>The component that gives every replica of a subscriber every message.</summary>
    public const string PubSubName = "broadcast";

    /// <summary>The topic of <see cref="ChannelEvents"/>.</summary>
    public const string Topic = "gateway-realtime";

    // Of the longest events, and with every character escaped, less than the 4 MB that sidecars take.
    private const int MaxEventsInMessage = 100;
    private const int MaxChannelsInRead = 500;
    private const int Parallelism = 8;

    // As the gateway prints answers.
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <inheritdoc />
    public async Task PublishAsync(IReadOnlyList<RealtimeEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.FirstOrDefault(each => !ChannelName.IsValid(each.Channel)) is { } nowhere)
        {
            throw new ArgumentException($"'{nowhere.Channel}' is no channel.", nameof(events));
        }

        foreach (var channels in events.GroupBy(each => each.Channel).Chunk(MaxChannelsInRead))
        {
            var open = (await logs.FindOpenAsync([.. channels.Select(channel => channel.Key)], cancellationToken)).ToHashSet();
            await PublishAsync([.. channels.Where(channel => open.Contains(channel.Key))], cancellationToken);
        }
    }

    private async Task PublishAsync(IGrouping<string, RealtimeEvent>[] channels, CancellationToken cancellationToken)
    {
        var appended = new IReadOnlyList<ChannelEvent>[channels.Length];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, channels.Length, limits, async (i, token) =>
            appended[i] = await AppendAsync(channels[i].Key, [.. channels[i]], token));
        foreach (var message in appended.SelectMany(list => list).Chunk(MaxEventsInMessage))
        {
            using var span = MessagingSpans.Publish(Topic);
            var json = JsonFormatter.Default.Format(new ChannelEvents { Events = { message } });
            await dapr.PublishByteEventAsync(PubSubName, Topic, Encoding.UTF8.GetBytes(json), "application/json", cancellationToken: cancellationToken);
        }
    }

    /// <summary>Puts events into a log; those that are there already are published once more, for that may have been what failed.</summary>
    private async Task<IReadOnlyList<ChannelEvent>> AppendAsync(string channel, RealtimeEvent[] events, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var named = events.Select(each => (each.EventId, each.Type, Data: Format(each))).ToList();
        var told = new List<LoggedEvent>(named.Count);
        var log = await logs.ChangeAsync(channel, Append, cancellationToken);
        return log is null ? [] : [.. told.Select(each => ToProto(channel, log.Epoch, each))];

        // Runs again when another publisher was faster.
        ChannelLog Append(ChannelLog current)
        {
            told.Clear();
            foreach (var (id, type, data) in named)
            {
                (current, var logged) = current.Append(id, type, now, data);
                told.Add(logged);
            }

            return current;
        }
    }

    private static string Format(RealtimeEvent each) => Json.Format(each.Data) is { Length: <= ChannelLog.MaxDataLength } json
        ? json
        : throw new ArgumentException($"An event {each.Type} has more than {ChannelLog.MaxDataLength} characters.", nameof(each));

    private static ChannelEvent ToProto(string channel, string epoch, LoggedEvent each) => new()
    {
        Channel = channel,
        Epoch = epoch,
        Sequence = each.Sequence,
        Type = each.Type,
        Time = each.Time.ToTimestamp(),
        Data = each.Data,
    };
}
