using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Platform.Geography;

namespace Platform.Benchmarks.Geo;

/// <summary>A connection to a Redis server that keeps drivers in a sorted set.</summary>
internal sealed class RedisGeo : IDisposable
{
    private const string Key = "drivers";

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[4096];

    public static async Task<RedisGeo> ConnectAsync(int port)
    {
        var connection = new RedisGeo();
        await connection._socket.ConnectAsync("127.0.0.1", port);
        return connection;
    }

    /// <summary>GEOADD: puts a driver somewhere.</summary>
    public async Task PutAsync(string driver, GeoPoint point)
    {
        var answer = await CallAsync("GEOADD", Key, Text(point.Longitude), Text(point.Latitude), driver);
        if (answer[0] != ':')
        {
            throw new InvalidOperationException(answer);
        }
    }

    /// <summary>GEOSEARCH: the nearest drivers, nearest first.</summary>
    public async Task<string[]> NearestAsync(GeoPoint center)
    {
        var answer = await CallAsync(
            "GEOSEARCH", Key, "FROMLONLAT", Text(center.Longitude), Text(center.Latitude), "BYRADIUS", Text(City.RadiusKm), "km", "ASC", "COUNT", Text(City.Nearest));
        return [.. answer.Split("\r\n").Where(line => line.StartsWith("driver", StringComparison.Ordinal))];
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> CallAsync(params string[] arguments)
    {
        var command = new StringBuilder($"*{arguments.Length}\r\n");
        foreach (var argument in arguments)
        {
            command.Append(CultureInfo.InvariantCulture, $"${argument.Length}\r\n{argument}\r\n");
        }

        await _socket.SendAsync(Encoding.ASCII.GetBytes(command.ToString()));
        for (var length = 0; ;)
        {
            var received = await _socket.ReceiveAsync(_answer.AsMemory(length));
            length += received > 0 ? received : throw new IOException("Redis closed the connection.");
            var answer = Encoding.ASCII.GetString(_answer, 0, length);
            if (IsWhole(answer))
            {
                return answer;
            }
        }
    }

    // A number or an error is a line; of an array each element is two.
    private static bool IsWhole(string answer)
    {
        var lines = answer.Split("\r\n");
        return lines.Length > 1
            && lines[^1].Length == 0
            && (answer[0] != '*' || lines.Length - 2 == 2 * int.Parse(lines[0].AsSpan(1), CultureInfo.InvariantCulture));
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
