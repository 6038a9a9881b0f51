using LocalDapr.Runtime.Resiliency;

namespace LocalDapr.Runtime.Invocation;

/// <summary>Dapr's built-in retries of service invocation: of calls that could not even reach an app, so that it may restart meanwhile.</summary>
internal sealed class ServiceRetries(TimeProvider time)
{
    /// <summary>Makes a call, again when the app takes no connection.</summary>
    public async Task<T> RunAsync<T>(Sidecar caller, Sidecar callee, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var retry = 1; ; retry++)
        {
            try
            {
                return await call();
            }
            catch (Exception failure) when (ConnectionFailure.Is(failure) && retry <= RetriesOf(caller, callee).MaxRetries)
            {
                await Task.Delay(RetriesOf(caller, callee).DelayBefore(retry), time, cancellationToken);
            }
        }
    }

    private static RetryPolicy RetriesOf(Sidecar caller, Sidecar callee) => caller.Resources.Resiliency.ServiceRetriesOf(callee.AppId) ?? RetryPolicy.None;
}
