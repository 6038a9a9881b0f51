using System.Net;
using System.Net.Sockets;
using LocalDapr.Runtime.Errors;
using LocalDapr.Template;

namespace LocalDapr.Processes;

/// <summary>Checks before anything starts that the ports are free.</summary>
internal static class Ports
{
    /// <exception cref="ConfigurationException">A port is in use; the message names the port and the app.</exception>
    public static void RequireFree(IEnumerable<RunApp> apps, IPAddress address)
    {
        foreach (var app in apps)
        {
            foreach (var port in (int[])[app.Options.AppPort, app.Options.HttpPort, app.Options.GrpcPort])
            {
                RequireFree(app.Name, address, port);
            }
        }
    }

    private static void RequireFree(string appId, IPAddress address, int port)
    {
        if (port == 0)
        {
            return;
        }

        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException failure)
        {
            throw new ConfigurationException($"port {port} of {appId} is in use", failure);
        }
    }
}
