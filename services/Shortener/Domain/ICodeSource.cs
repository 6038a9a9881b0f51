using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Shortener.Domain;

/// <summary>Makes up codes for links without alias. A code may be taken already, by an alias at least: then it is asked again.</summary>
public interface ICodeSource
{
    /// <summary>The length of codes.</summary>
    const int Length = 7;

    /// <summary>How many codes there are: 62^7, 3.5 million million.</summary>
    const ulong Count = 3_521_614_606_208;

    /// <summary>A code.</summary>
    /// <param name="owner">Who makes the link.</param>
    /// <param name="longUrl">Where it leads.</param>
    /// <param name="attempt">How many codes were taken already.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<string> NextAsync(string owner, string longUrl, int attempt, CancellationToken cancellationToken);
}

/// <summary>
/// Codes from a hash of owner and long URL. Where that code is taken, as by the same link made before, the next ones are salted: however often a
/// URL is shortened, a free code is found in a few attempts.
/// </summary>
public sealed class HashedCodes : ICodeSource
{
    private const int SaltSize = 8;

    /// <inheritdoc />
    public ValueTask<string> NextAsync(string owner, string longUrl, int attempt, CancellationToken cancellationToken)
    {
        var salt = attempt == 0 ? [] : RandomNumberGenerator.GetBytes(SaltSize);
        var hash = SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes($"{owner}\n{longUrl}")]);
        return ValueTask.FromResult(Base62.Encode(BinaryPrimitives.ReadUInt64LittleEndian(hash) % ICodeSource.Count, ICodeSource.Length));
    }
}

/// <summary>Codes drawn at random.</summary>
public sealed class RandomCodes : ICodeSource
{
    /// <inheritdoc />
    public ValueTask<string> NextAsync(string owner, string longUrl, int attempt, CancellationToken cancellationToken) =>
        ValueTask.FromResult(RandomNumberGenerator.GetString(Base62.Digits, ICodeSource.Length));
}
