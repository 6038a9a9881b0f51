using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Platform.Shortener.Domain;

/// <summary>
/// A keyed bijection of the numbers below a size onto themselves: counters go in, numbers that look random and never repeat come out. Whoever
/// lacks the key can tell neither the next one nor how many there are. A Feistel network over the next even number of bits with HMAC-SHA-256 as
/// round function (Luby and Rackoff 1988), and cycle walking for the numbers that fall outside (Black and Rogaway 2002).
/// </summary>
public sealed class CodeShuffle
{
    // Four rounds are enough in theory for random functions; eight leave a margin for small domains.
    private const int Rounds = 8;

    private readonly byte[] _key;
    private readonly ulong _size;
    private readonly int _halfBits;
    private readonly ulong _halfMask;

    /// <summary>Creates the bijection.</summary>
    /// <param name="key">The key, 16 bytes or more.</param>
    /// <param name="size">How many numbers there are, 2 to 2^62.</param>
    public CodeShuffle(ReadOnlySpan<byte> key, ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 16, nameof(key));
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2UL);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1UL << 62);
        _key = key.ToArray();
        _size = size;
        _halfBits = (64 - BitOperations.LeadingZeroCount(size - 1) + 1) / 2;
        _halfMask = (1UL << _halfBits) - 1;
    }

    /// <summary>The image of a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not below the size.</exception>
    public ulong Shuffle(ulong number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, _size);
        do
        {
            number = Permute(number);
        }
        while (number >= _size);

        return number;
    }

    private ulong Permute(ulong number)
    {
        var (left, right) = (number >> _halfBits, number & _halfMask);
        for (var round = 0; round < Rounds; round++)
        {
            (left, right) = (right, left ^ (Hash(round, right) & _halfMask));
        }

        return (left << _halfBits) | right;
    }

    private ulong Hash(int round, ulong half)
    {
        Span<byte> input = stackalloc byte[sizeof(int) + sizeof(ulong)];
        BinaryPrimitives.WriteInt32LittleEndian(input, round);
        BinaryPrimitives.WriteUInt64LittleEndian(input[sizeof(int)..], half);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, input, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
