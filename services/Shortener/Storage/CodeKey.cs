using System.Text;
using Dapr;
using Dapr.Client;
using Grpc.Core;

namespace Platform.Shortener.Storage;

/// <summary>The key of the shuffle from the component <c>secrets</c>, where there is one.</summary>
internal sealed class CodeKey(DaprClient dapr)
{
    private const string Name = "shortener-code-key";

    /// <summary>The key, or null when the platform has no secret store.</summary>
    /// <exception cref="DaprException">There is a store, but the secret cannot be read.</exception>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var secret = await dapr.GetSecretAsync(Stores.Secrets, Name, cancellationToken: cancellationToken);
            return Encoding.UTF8.GetBytes(secret[Name]);
        }
        catch (DaprException failure) when (failure.InnerException is RpcException { StatusCode: StatusCode.FailedPrecondition or StatusCode.InvalidArgument })
        {
            // No secret store at all, or none of that name.
            return null;
        }
    }
}
