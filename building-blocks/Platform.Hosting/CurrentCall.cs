using Grpc.Core;

namespace Platform.Hosting;

/// <summary>The call that the running code serves: calls that it makes itself must not take longer, nor outlive it.</summary>
public static class CurrentCall
{
    private static readonly AsyncLocal<ServerCallContext?> Served = new();

    /// <summary>The call being served; null outside of calls.</summary>
    internal static ServerCallContext? Context
    {
        get => Served.Value;
        set => Served.Value = value;
    }

    /// <summary>
    /// Leaves the call, up to the end of the running asynchronous method: for work that others wait for too, or that goes on when the call has ended.
    /// </summary>
    public static void Leave() => Served.Value = null;
}
