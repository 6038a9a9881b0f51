using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Platform.Testing;

/// <summary>Finds ports for servers that must be told theirs before they start.</summary>
public static class FreePort
{
    // Below the range that the system itself hands out (Linux: 32768 and up), so that no other socket gets the port by chance.
    private const int First = 20_000;
    private const int End = 32_000;

    /// <summary>A TCP port of the loopback address that nobody listens on.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
