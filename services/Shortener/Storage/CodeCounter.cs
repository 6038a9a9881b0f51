using System.Security.Cryptography;
using Dapr.Client;
using Microsoft.Extensions.Options;
using Platform.Hosting.Failures;
using Platform.Shortener.Domain;
using Platform.State;

namespace Platform.Shortener.Storage;

/// <summary>
/// Codes from a counter that all replicas share: each takes a block of numbers at a time and shuffles them, so no two links get the same code and
/// none can be guessed. The key of the shuffle is a secret; where there is no secret store it is made with the counter and lives beside it.
/// </summary>
internal sealed class CodeCounter(DaprClient dapr, CodeKey codeKey, IOptions<ShortenerOptions> options) : ICodeSource, IDisposable
{
    private const string Id = "codes";
    private const int KeySize = 32;

    private readonly DocumentStore<CounterDocument> _counters = new(dapr, Stores.State, "counter");
    private readonly SemaphoreSlim _gate = new(1, 1);
    private CodeShuffle? _shuffle;
    private ulong _next;
    private ulong _end;

    public async ValueTask<string> NextAsync(string owner, string longUrl, int attempt, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_shuffle is null || _next == _end)
            {
                await TakeBlockAsync(cancellationToken);
            }

            return Base62.Encode(_shuffle!.Shuffle(_next++), ICodeSource.Length);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task TakeBlockAsync(CancellationToken cancellationToken)
    {
        var size = (ulong)options.Value.CodeBlockSize;
        var secret = _shuffle is null ? await codeKey.ReadAsync(cancellationToken) : null;
        var counter = await _counters.UpdateAsync(
            Id,
            old => old is null ? new CounterDocument(size, secret is null ? RandomNumberGenerator.GetBytes(KeySize) : null)
                : old.Next + size <= ICodeSource.Count ? old with { Next = old.Next + size }
                : throw new ResourceExhaustedException("NO_FREE_CODE", "All codes are used.", TimeSpan.FromDays(1)),
            cancellationToken);
        // A counter that began without the secret keeps its own key: another one would give codes out a second time.
        _shuffle ??= new CodeShuffle(
            counter.Key ?? secret ?? throw new InvalidOperationException("The secret store that keeps the key of the codes is gone."),
            ICodeSource.Count);
        (_next, _end) = (counter.Next - size, counter.Next);
    }

    /// <summary>The shared counter: the first number that nobody took, and the key of the shuffle unless that is a secret.</summary>
    internal sealed record CounterDocument(ulong Next, byte[]? Key);
}
