using Dapr;
using Dapr.Client;
using Grpc.Core;

namespace Platform.State;

/// <summary>Somebody else changed what a call was about to change, more often than it tried.</summary>
public sealed class ConcurrencyException(string message) : Exception(message);

/// <summary>Optimistic concurrency: try, and when somebody else was faster read again and try again.</summary>
public static class Optimistic
{
    // Under contention one of the writers wins each round, so this many writers of one key get through.
    private const int Attempts = 64;

    /// <summary>Runs <paramref name="attempt"/> until it returns a result; null means that somebody else was faster.</summary>
    /// <exception cref="ConcurrencyException">Others were faster every time.</exception>
    public static async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T?>> attempt, CancellationToken cancellationToken)
        where T : class
    {
        for (var i = 0; i < Attempts; i++)
        {
            if (await attempt(cancellationToken) is { } result)
            {
                return result;
            }
        }

        throw new ConcurrencyException($"Others were faster {Attempts} times.");
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
}
