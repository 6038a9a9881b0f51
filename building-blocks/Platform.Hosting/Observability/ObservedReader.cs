using Grpc.Core;

namespace Platform.Hosting.Observability;

/// <summary>The messages of a stream, whose end is the end of the call's span.</summary>
internal sealed class ObservedReader<T>(IAsyncStreamReader<T> messages, ClientSpan span) : IAsyncStreamReader<T>
{
    public T Current => messages.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        try
        {
            if (await messages.MoveNext(cancellationToken))
            {
                return true;
            }

            span.End(StatusCode.OK);
            return false;
        }
        catch (Exception failure)
        {
            span.End(RpcAttributes.CodeOf(failure, isCancelled: true));
            throw;
        }
    }
}
