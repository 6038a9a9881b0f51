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

/// <summary>Codes from a hash of owner, long URL and attempt.</summary>
public sealed class HashedCodes : ICodeSource
{
    /// <inheritdoc />
    public ValueTask<string> NextAsync(string owner, string longUrl, int attempt, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{attempt}\n{owner}\n{longUrl}"));
        return ValueTask.FromResult(Base62.Encode(BitConverter.ToUInt64(hash) % ICodeSource.Count, ICodeSource.Length));
    }
}

/// <summary>Codes drawn at random.</summary>
public sealed class RandomCodes : ICodeSource
{
    /// <inheritdoc />
    public ValueTask<string> NextAsync(string owner, string longUrl, int attempt, CancellationToken cancellationToken) =>
        ValueTask.FromResult(RandomNumberGenerator.GetString(Base62.Digits, ICodeSource.Length));
}
