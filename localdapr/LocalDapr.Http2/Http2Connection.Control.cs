using System.Buffers.Binary;

namespace LocalDapr.Http2;

/// <content>What the two sides tell each other about the connection itself.</content>
internal sealed partial class Http2Connection
{
    private const int SettingLength = 6;

    private enum Setting : ushort
    {
        HeaderTableSize = 1,
        EnablePush = 2,
        MaxConcurrentStreams = 3,
        InitialWindowSize = 4,
        MaxFrameSize = 5,
        MaxHeaderListSize = 6,
    }

    // Begins the connection (section 3.4).
    private void Introduce()
    {
        Span<byte> settings = stackalloc byte[4 * SettingLength];
        WriteSetting(settings, Setting.HeaderTableSize, 0);
        WriteSetting(settings[SettingLength..], Setting.EnablePush, 0);
        WriteSetting(settings[(2 * SettingLength)..], Setting.InitialWindowSize, Http2Stream.ReceiveLimit);
        WriteSetting(settings[(3 * SettingLength)..], Setting.MaxHeaderListSize, _options.MaxHeaderListBytes);
        lock (_gate)
        {
            _outgoing.Write(Frame.Preface);
            _outgoing.Write(FrameType.Settings, FrameFlags.None, stream: 0, settings);
            _outgoing.Write(FrameType.WindowUpdate, stream: 0, ConnectionWindow - DefaultWindow);
            Flush();
        }
    }

    // Ends the connection for what the server did, and tells it (section 5.4.1).
    private void Leave(HttpProtocolException failure)
    {
        // First, or else what fails because the connection closes would be the reason.
        FailStreams(failure);
        lock (_gate)
        {
            Span<byte> reason = stackalloc byte[2 * sizeof(int)];
            reason.Clear();
            BinaryPrimitives.WriteInt32BigEndian(reason[sizeof(int)..], (int)failure.ErrorCode);
            _outgoing.Write(FrameType.GoAway, FrameFlags.None, stream: 0, reason);
            CloseWhenSent();
        }
    }

    private void TakeSettings(ReadOnlySpan<byte> settings)
    {
        if (settings.Length % SettingLength != 0)
            throw ErrorCode.FrameSizeError.With("a setting is not whole");
        lock (_gate)
        {
            for (; !settings.IsEmpty; settings = settings[SettingLength..])
                Apply((Setting)BinaryPrimitives.ReadUInt16BigEndian(settings), BinaryPrimitives.ReadUInt32BigEndian(settings[2..]));
        }

        Answer(FrameType.Settings, []);
        _settings.TrySetResult();
    }

    private void Apply(Setting setting, uint value)
    {
        switch (setting)
        {
            case Setting.MaxConcurrentStreams:
                _maxStreams = (int)Math.Min(value, int.MaxValue);
                break;
            case Setting.InitialWindowSize:
                if (value > int.MaxValue)
                    throw ErrorCode.FlowControlError.With("the initial window is too large");
                // What is open has its share of it (section 6.9.2).
                foreach (var stream in _streams.Values)
                    stream.State.SendWindow += value - _initialWindow;
                _initialWindow = (int)value;
                GrowRoom();
                break;
            case Setting.MaxFrameSize:
                if (value is < Frame.DefaultMaxPayload or >= 1 << 24)
                    throw ErrorCode.ProtocolError.With("the frame size is out of its range");
                _maxPayload = (int)value;
                break;
        }
    }

    private void TakeRoom(int id, int count)
    {
        if (count == 0)
            throw ErrorCode.ProtocolError.With("a window grows by nothing");
        lock (_gate)
        {
            var stream = id == 0 ? null : FindOpen(id);
            var window = id == 0 ? _sendWindow += count : stream is null ? 0 : stream.State.SendWindow += count;
            if (window > int.MaxValue)
                throw ErrorCode.FlowControlError.With("a window is too large");
            GrowRoom();
        }
    }

    private void TakeReset(int id, ErrorCode code)
    {
        Http2Stream? stream;
        lock (_gate)
        {
            stream = FindOpen(id);
            if (stream is null)
                return;
            End(stream);
        }

        stream.Publish();
        stream.Fail(code.With("the server ended the stream"), isRefused: code == ErrorCode.RefusedStream);
    }

    // The server takes no more streams, and none above the last that it names.
    private void TakeGoAway(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 2 * sizeof(int))
            throw ErrorCode.FrameSizeError.With("a farewell is too short");
        var last = BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue;
        var code = (ErrorCode)BinaryPrimitives.ReadInt32BigEndian(payload[sizeof(int)..]);
        Http2Stream[] refused;
        lock (_gate)
        {
            Volatile.Write(ref _isClosed, true);
            refused = [.. _streams.Values.Where(stream => stream.State.Id > last)];
            Array.ForEach(refused, End);
            if (_streams.Count == 0)
                CloseWhenSent();
        }

        foreach (var stream in refused)
            stream.Fail(code.With("the server ends the connection"), isRefused: true);
    }

    private void Answer(FrameType type, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            _outgoing.Write(type, FrameFlags.Acknowledge, stream: 0, payload);
            Flush();
        }
    }

    private static void WriteSetting(Span<byte> output, Setting setting, int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output, (ushort)setting);
        BinaryPrimitives.WriteInt32BigEndian(output[2..], value);
    }
}
