using System.Net;
using System.Net.Sockets;

namespace Platform.Identity.Domain.Attempts;

/// <summary>Where attempts come from, as far as they are counted together.</summary>
internal static class AttemptSource
{
    private const int NetworkPrefix = 8;

    /// <summary>
    /// The address; of IPv6 its /64, for whoever has one address there has all. One name for all whose address is not known.
    /// </summary>
    public static string Of(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6 })
        {
            return address?.ToString() ?? "unknown";
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkPrefix).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
