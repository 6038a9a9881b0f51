using System.Numerics;

namespace Platform.Shortener.Domain;

/// <summary>
/// Counts different items in little memory (Flajolet, Fusy, Gandouet, Meunier 2007). With 4,096 registers the standard error is
/// 1.04 / sqrt(4096) = 1.63 %; small counts use linear counting and are nearly exact. The same item counts once, whatever the order.
/// </summary>
public sealed class HyperLogLog
{
    /// <summary>The number of registers, one byte each.</summary>
    public const int RegisterCount = 1 << IndexBits;

    private const int IndexBits = 12;
    private const double Alpha = 0.7213 / (1 + 1.079 / RegisterCount);

    private readonly byte[] _registers;

    /// <summary>An empty counter.</summary>
    public HyperLogLog()
        : this(new byte[RegisterCount])
    {
    }

    /// <summary>A counter on registers that were stored; it changes them.</summary>
    /// <exception cref="ArgumentException">There are not <see cref="RegisterCount"/> registers.</exception>
    public HyperLogLog(byte[] registers)
    {
        ArgumentNullException.ThrowIfNull(registers);
        _registers = registers.Length == RegisterCount
            ? registers
            : throw new ArgumentException($"{RegisterCount} registers are needed.", nameof(registers));
    }

    /// <summary>Counts an item, given by a well mixed hash of it.</summary>
    public void Add(ulong hash)
    {
        var index = (int)(hash >> (64 - IndexBits));
        // The bit behind the hash bounds the rank where all its bits are zero.
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << IndexBits) | (1UL << (IndexBits - 1))) + 1);
        _registers[index] = Math.Max(_registers[index], rank);
    }

    /// <summary>About how many different items were counted.</summary>
    public long Estimate()
    {
        var sum = 0.0;
        var empty = 0;
        foreach (var rank in _registers)
        {
            sum += Math.ScaleB(1, -rank);
            empty += rank == 0 ? 1 : 0;
        }

        var raw = Alpha * RegisterCount * RegisterCount / sum;
        return (long)Math.Round(raw <= 2.5 * RegisterCount && empty > 0 ? RegisterCount * Math.Log((double)RegisterCount / empty) : raw);
    }
}
