using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Platform.Testing;

namespace Platform.Benchmarks.RateLimit;

/// <summary>Debian's redis-server on a free port, with its data in memory, or with every write on disk before it is answered.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly Process _process;
    private readonly TempFolder _folder = new();

    private RedisServer(bool isDurable)
    {
        Port = FreePort.Find();
        string[] persistence = isDurable ? ["--appendonly", "yes", "--appendfsync", "always"] : ["--appendonly", "no"];
        _process = Process.Start(new ProcessStartInfo(
            "redis-server",
            ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--dir", _folder.Path, .. persistence])
        {
            RedirectStandardOutput = true,
        })!;
        _ = _process.StandardOutput.ReadToEndAsync();
    }

    public int Port { get; }

    /// <summary>Starts a server, and waits until it listens; null where none is installed.</summary>
    public static async Task<RedisServer?> StartAsync(bool isDurable)
    {
        if (!File.Exists("/usr/bin/redis-server"))
        {
            return null;
        }

        var server = new RedisServer(isDurable);
        await Eventually.AssertAsync(() =>
        {
            using var probe = new TcpClient();
            probe.Connect("127.0.0.1", server.Port);
        });
        return server;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}

/// <summary>A connection that runs one script: a token bucket that is a hash with its level and time, as it is usually written for Redis.</summary>
internal sealed class RedisTokenBucket : IDisposable
{
    private const string Script = """
        local bucket = redis.call('HMGET', KEYS[1], 'level', 'at')
        local rate, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local level, at = tonumber(bucket[1]) or burst, tonumber(bucket[2]) or now
        level = math.min(burst, level + (now - at) * rate / 1000000)
        local allowed = level >= cost and 1 or 0
        if allowed == 1 then level = level - cost end
        redis.call('HSET', KEYS[1], 'level', level, 'at', now)
        redis.call('EXPIRE', KEYS[1], 60)
        return allowed
        """;

    private readonly Socket _socket;
    private readonly byte[] _answer = new byte[512];
    private readonly byte[] _command;

    private RedisTokenBucket(Socket socket, string sha, string key, long rate, long burst)
    {
        _socket = socket;
        _command = Command("EVALSHA", sha, "1", key, Text(rate), Text(burst), "1");
    }

    public static async Task<RedisTokenBucket> ConnectAsync(int port, string key, long rate, long burst)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        await socket.SendAsync(Command("SCRIPT", "LOAD", Script));
        var answer = new byte[128];
        var length = await socket.ReceiveAsync(answer);
        return new RedisTokenBucket(socket, Encoding.ASCII.GetString(answer, 0, length).Split("\r\n")[1], key, rate, burst);
    }

    /// <summary>Runs the script once.</summary>
    public async Task CallAsync()
    {
        await _socket.SendAsync(_command);
        var length = await _socket.ReceiveAsync(_answer);
        if (length < 2 || _answer[0] != ':')
        {
            throw new InvalidOperationException(Encoding.ASCII.GetString(_answer, 0, length));
        }
    }

    public void Dispose() => _socket.Dispose();

    private static byte[] Command(params string[] arguments)
    {
        var command = new StringBuilder($"*{arguments.Length}\r\n");
        foreach (var argument in arguments)
        {
            command.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(argument)}\r\n{argument}\r\n");
        }

        return Encoding.UTF8.GetBytes(command.ToString());
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
