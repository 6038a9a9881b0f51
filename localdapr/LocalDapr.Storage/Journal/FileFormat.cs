using System.Buffers.Binary;

namespace LocalDapr.Storage.Journal;

/// <summary>
/// The head of a file. Little-endian: magic (8 bytes), format version (4), sequence (8), CRC-32C of these (4). The
/// sequence is that of the first record in a journal segment, and of the last commit contained in a snapshot.
/// </summary>
internal static class FileHeader
{
    public const int Size = 24;
    private const uint FormatVersion = 1;

    public static ReadOnlySpan<byte> JournalMagic => "LDKVJRNL"u8;

    public static ReadOnlySpan<byte> SnapshotMagic => "LDKVSNAP"u8;

    public static void Write(Span<byte> target, ReadOnlySpan<byte> magic, ulong sequence)
    {
        magic.CopyTo(target);
        BinaryPrimitives.WriteUInt32LittleEndian(target[8..], FormatVersion);
        BinaryPrimitives.WriteUInt64LittleEndian(target[12..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(target[20..], Crc32C.Of(target[..20]));
    }

    /// <summary>Whether this is an intact header with that magic and sequence.</summary>
    /// <exception cref="NotSupportedException">The header is intact, of a format that this build does not know.</exception>
    public static bool IsValid(ReadOnlySpan<byte> header, ReadOnlySpan<byte> magic, ulong sequence)
    {
        if (header.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(header[20..]) != Crc32C.Of(header[..20]))
            return false;
        var version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (version != FormatVersion)
            throw new NotSupportedException($"The store has format version {version}; this build reads version {FormatVersion}.");
        return header[..8].SequenceEqual(magic) && BinaryPrimitives.ReadUInt64LittleEndian(header[12..]) == sequence;
    }
}

/// <summary>
/// The head of a record. Little-endian: payload length (4 bytes), sequence (8), CRC-32C of the payload (4), CRC-32C of these 16
/// bytes (4). The head's own checksum makes a length trustworthy before it is followed, and lets a scan find the next
/// record after damage.
/// </summary>
internal readonly record struct RecordHeader(int Length, ulong Sequence, uint PayloadCrc)
{
    public const int Size = 20;

    public static void Write(Span<byte> target, ulong sequence, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(target[4..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(target[12..], Crc32C.Of(payload));
        BinaryPrimitives.WriteUInt32LittleEndian(target[16..], Crc32C.Of(target[..16]));
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out RecordHeader header)
    {
        header = default;
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[16..]) != Crc32C.Of(source[..16]))
            return false;
        header = new RecordHeader(
            BinaryPrimitives.ReadInt32LittleEndian(source),
            BinaryPrimitives.ReadUInt64LittleEndian(source[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[12..]));
        return header.Length >= 0;
    }
}
