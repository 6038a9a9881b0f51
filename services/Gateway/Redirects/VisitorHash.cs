using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Gateway.Redirects;

/// <summary>
/// Stands for a visitor without telling who it is: 64 bits of a keyed hash (HMAC-SHA-256) of address and user agent. Without
/// the key the few possible addresses cannot be tried out against it.
/// </summary>
internal sealed class VisitorHash(byte[] key)
{
    private const int AddressSize = 16;

    public ulong Of(IPAddress? address, string? userAgent)
    {
        var agent = userAgent ?? "";
        var input = new byte[AddressSize + Encoding.UTF8.GetByteCount(agent)];
        // One form for both notations of an IPv4 address.
        address?.MapToIPv6().TryWriteBytes(input, out _);
        Encoding.UTF8.GetBytes(agent, input.AsSpan(AddressSize));
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, input, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
