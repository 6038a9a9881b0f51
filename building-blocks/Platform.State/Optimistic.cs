using System.Security.Cryptography;
using Dapr;
using Dapr.Client;
using Grpc.Core;
using Platform.Hosting.Failures;

namespace Platform.State;

/// <summary>Optimistic concurrency: try, and when somebody else was faster read again and try again.</summary>
public static class Optimistic
{
    // Under contention one of the writers wins each round, so this many writers of one key get through.
    private const int Attempts = 64;
    private const int PatientAttempts = 3;
    private const int MaxPauseExponent = 6;

    /// <summary>Runs <paramref name="attempt"/> until it returns a result; null means that somebody else was faster.</summary>
    /// <exception cref="AbortedException">CONTENTION: others were faster every time.</exception>
    public static async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T?>> attempt, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(attempt);
        for (var i = 0; i < Attempts; i++)
        {
            if (await attempt(cancellationToken) is { } result)
            {
                return result;
            }

            await PauseAsync(i, cancellationToken);
        }

        throw new AbortedException("CONTENTION", "Others changed the same data again and again; try again.");
    }

    /// <summary>Commits all operations or none.</summary>
    /// <returns>False when an ETag did not match: nothing was written.</returns>
    public static async Task<bool> TryCommitAsync(
        this DaprClient dapr,
        string storeName,
        IReadOnlyList<StateTransactionRequest> operations,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dapr);
        try
        {
            await dapr.ExecuteStateTransactionAsync(storeName, operations, cancellationToken: cancellationToken);
            return true;
        }
        catch (DaprException failure) when (failure.InnerException is RpcException { StatusCode: StatusCode.Aborted })
        {
            return false;
        }
    }

    // Writers that keep running into each other part at random: exponential backoff with full jitter, up to 64 ms.
    private static Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        attempt < PatientAttempts
            ? Task.CompletedTask
            : Task.Delay(RandomNumberGenerator.GetInt32(1 << Math.Min(attempt, MaxPauseExponent)), cancellationToken);
}
