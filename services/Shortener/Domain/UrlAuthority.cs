using System.Globalization;
using System.Net;

namespace Platform.Shortener.Domain;

/// <summary>Where a URL leads, as browsers read it (WHATWG URL Standard): two URLs to one place have one authority, however they are written.</summary>
internal static class UrlAuthority
{
    private const string Loopback = "localhost";

    /// <summary><c>host:port</c> of an http or https URL; null for any other text.</summary>
    public static string? Of(string url)
    {
        var (scheme, port) = url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? ("https://", 443)
            : url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? ("http://", 80)
            : ("", 0);
        if (scheme.Length == 0)
        {
            return null;
        }

        // Browsers read a backslash as a slash here.
        var rest = url.AsSpan(scheme.Length);
        var end = rest.IndexOfAny("/\\?#");
        var authority = end < 0 ? rest : rest[..end];
        return OfHost(authority[(authority.LastIndexOf('@') + 1)..].ToString(), port);
    }

    /// <summary><c>host:port</c> of a host that may have a port.</summary>
    /// <param name="host">The host.</param>
    /// <param name="defaultPort">The port where it has none.</param>
    public static string? OfHost(string host, int defaultPort)
    {
        var colon = host.LastIndexOf(':') is var last && last > host.LastIndexOf(']') ? last : -1;
        var port = colon < 0 ? "" : host[(colon + 1)..];
        var name = Normalised(colon < 0 ? host : host[..colon]);
        // A port that is no number leads nowhere. It may be a placeholder of a template, so it is kept and not judged.
        return name.Length == 0 ? null
            : port.Length == 0 ? $"{name}:{defaultPort}"
            : int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? $"{name}:{number}"
            : $"{name}:{port}";
    }

    // Escapes, upper case, the dot of the root and the many ways to write an address (127.1, 0x7f000001) all mean the same host.
    private static string Normalised(string host)
    {
        var name = Uri.UnescapeDataString(host).ToLowerInvariant().TrimEnd('.');
        return !IPAddress.TryParse(name.Trim('[', ']'), out var address) ? name
            : IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? Loopback
            : address.ToString();
    }
}
