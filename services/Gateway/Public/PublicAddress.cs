using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Platform.Gateway.Public;

/// <summary>The address of the public listener.</summary>
internal static class PublicAddress
{
    /// <summary>Reads <c>http://host:port</c>. A null address stands for loopback, both address families.</summary>
    public static bool TryParse(string url, out IPAddress? address, out int port)
    {
        address = null;
        port = 0;
        if (!TryBinding(url, out var binding) || !string.Equals(binding.Scheme, "http", StringComparison.OrdinalIgnoreCase) || binding.PathBase.Length > 0) return false;
        port = binding.Port;
        if (string.Equals(binding.Host, "localhost", StringComparison.OrdinalIgnoreCase)) return true;
        address = IPAddress.TryParse(binding.Host, out var literal) ? literal : IPAddress.IPv6Any;
        return literal is not null || binding.Host is "*" or "+";
    }

    private static bool TryBinding(string url, [NotNullWhen(true)] out BindingAddress? binding)
    {
        try
        {
            binding = BindingAddress.Parse(url);
            return true;
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidOperationException)
        {
            binding = null;
            return false;
        }
    }
}
