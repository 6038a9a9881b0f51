using System.Security.Cryptography;
using System.Text;

namespace Dapr.Workflow.Worker;

/// <summary>GUIDs that are made from names (RFC 9562, section 5.5: version 5), so that they are the same whenever the name is.</summary>
internal static class NamedGuid
{
    private const int Size = 16;

    private static readonly Guid Workflows = new("5d3c5a0e-6a1c-4c52-9d1b-2f0a7be4a1c7");

    /// <summary>Makes the GUID of a name in the namespace of this SDK.</summary>
    public static Guid Create(string name) => Create(Workflows, name);

    /// <summary>Makes the GUID of a name in a namespace.</summary>
    public static Guid Create(Guid nameSpace, string name)
    {
        var nameLength = Encoding.UTF8.GetByteCount(name);
        Span<byte> input = new byte[Size + nameLength];
        nameSpace.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input[Size..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        // The RFC names SHA-1; nothing secret depends on it.
#pragma warning disable CA5350
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..Size], bigEndian: true);
    }
}
