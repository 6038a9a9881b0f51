using System.Diagnostics.Metrics;
using Platform.Gateway.Realtime;

namespace Gateway.Tests.Realtime;

/// <summary>Counts the clients that the hub drops.</summary>
internal sealed class DroppedCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public DroppedCounter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == RealtimeHub.DroppedCounter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
