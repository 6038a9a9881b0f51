using Grpc.Core;

namespace Platform.Commerce.Tests;

/// <summary>The metadata of callers, as the gateway and the sidecars write it.</summary>
internal static class Callers
{
    /// <summary>Staff of the shop.</summary>
    public static Metadata Admin => new() { { "platform-user", "admin" }, { "platform-roles", "admin merchant" } };

    /// <summary>Another service.</summary>
    public static Metadata Service => new() { { "dapr-caller-app-id", "checker" } };

    /// <summary>A buyer.</summary>
    public static Metadata By(string user) => new() { { "platform-user", user } };
}
