using Microsoft.Extensions.Options;
using Platform.Hosting.Failures;
using Platform.Identity.Domain.Passwords;

namespace Platform.Identity.SignIn;

/// <summary>Hashes passwords, a few at once: each takes a core for a tenth of a second, and the machine has other things to do.</summary>
internal sealed class PasswordHasher : IDisposable
{
    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turns;
    private readonly int _capacity;
    private int _present;

    public PasswordHasher(IOptions<IdentityOptions> options)
    {
        var parallel = options.Value.ParallelHashes > 0 ? options.Value.ParallelHashes : Math.Max(1, Environment.ProcessorCount / 2);
        _turns = new SemaphoreSlim(parallel, parallel);
        _capacity = parallel + options.Value.WaitingHashes;
    }

    /// <summary>Hashes a new password.</summary>
    /// <exception cref="ResourceExhaustedException">BUSY: too many wait already.</exception>
    public Task<string> CreateAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => PasswordHash.Create(password), cancellationToken);

    /// <summary>Whether a password is the one. As slow where there is no hash, and false.</summary>
    /// <exception cref="ResourceExhaustedException">BUSY: too many wait already.</exception>
    public Task<bool> VerifyAsync(string password, string? hash, CancellationToken cancellationToken) =>
        RunAsync(() => PasswordHash.Verify(password, hash), cancellationToken);

    public void Dispose() => _turns.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _present) > _capacity)
            {
                throw new ResourceExhaustedException("BUSY", "Too many sign-ins are under way; try again.", BusyRetry);
            }

            await _turns.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, cancellationToken);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _present);
        }
    }
}
