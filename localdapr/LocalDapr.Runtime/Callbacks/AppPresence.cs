using System.Net.Sockets;
using LocalDapr.Runtime.Invocation;

namespace LocalDapr.Runtime.Callbacks;

/// <summary>Whether an app takes connections on its port.</summary>
internal sealed class AppPresence(AppChannel channel)
{
    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AlivePoll = TimeSpan.FromSeconds(1);

    private volatile bool _isUp;

    /// <summary>What the last look said.</summary>
    public bool IsUp => _isUp;

    /// <summary>Waits until the app takes connections, or does not.</summary>
    public async Task WaitAsync(bool isUp, CancellationToken stopping)
    {
        while (await LookAsync(stopping) != isUp)
            await Task.Delay(isUp ? StartPoll : AlivePoll, stopping);
    }

    /// <summary>Looks whether the app takes connections now.</summary>
    public async Task<bool> LookAsync(CancellationToken stopping)
    {
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(channel.Address.Host, channel.Address.Port, stopping);
            _isUp = true;
        }
        catch (SocketException)
        {
            _isUp = false;
        }

        return _isUp;
    }
}
