using Platform.Gateway.Access;

namespace Platform.Gateway.Realtime;

/// <summary>Access tokens that come in messages.</summary>
internal interface IRealtimeTokens
{
    /// <summary>Whose a token is; null when it is not valid.</summary>
    /// <exception cref="Grpc.Core.RpcException">The keys that verify it could not be had.</exception>
    ValueTask<ICallerFeature?> FindAsync(string token, CancellationToken cancellationToken);
}

/// <inheritdoc />
internal sealed class RealtimeTokens(Authentication authentication) : IRealtimeTokens
{
    public async ValueTask<ICallerFeature?> FindAsync(string token, CancellationToken cancellationToken) =>
        await authentication.FindByTokenAsync(token, cancellationToken);
}
