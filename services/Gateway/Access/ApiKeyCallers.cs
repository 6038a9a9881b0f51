using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Gateway.Transcoding;
using Platform.Identity.V1;
using Platform.State.Caching;

namespace Platform.Gateway.Access;

/// <summary>Whose API keys are, as identity says, remembered for some seconds.</summary>
internal sealed class ApiKeyCallers
{
    private const int CacheCapacity = 10_000;
    private const int MaxKeyLength = 128;
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(5);

    private readonly IBackends _backends;
    private readonly ReadThroughCache<Answer> _answers;
    private readonly TimeSpan _cacheDuration;
    private readonly TimeProvider _clock;

    public ApiKeyCallers(IBackends backends, IOptions<GatewayOptions> options, TimeProvider clock)
    {
        _backends = backends;
        _answers = new("api-keys", CacheCapacity, LoadTimeout, LoadAsync, clock);
        _cacheDuration = options.Value.Access.ApiKeyCacheDuration;
        _clock = clock;
    }

    /// <summary>The user of a key; null when it is not valid.</summary>
    /// <exception cref="RpcException">Identity did not answer.</exception>
    public async ValueTask<Caller?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (key.Length is 0 or > MaxKeyLength || !key.All(char.IsAscii)) return null;
        var answer = await _answers.GetAsync(key, cancellationToken);
        return answer.Caller is { } caller && caller.ExpireTime > _clock.GetUtcNow() ? caller : null;
    }

    private async Task<Perishable<Answer>> LoadAsync(string key, CancellationToken cancellationToken)
    {
        var freshUntil = _clock.GetUtcNow() + _cacheDuration;
        try
        {
            var identity = new ApiKeyService.ApiKeyServiceClient(_backends.For(IdentityKeys.AppId));
            var found = await identity.CheckApiKeyAsync(new CheckApiKeyRequest { Key = key }, cancellationToken: cancellationToken);
            return new(new Answer(ToCaller(found)), freshUntil);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.Unauthenticated)
        {
            return new(new Answer(Caller: null), freshUntil);
        }
    }

    private static Caller ToCaller(CheckApiKeyResponse found) => new()
    {
        UserId = found.UserId,
        Roles = [.. found.Roles],
        Scopes = [.. found.Scopes],
        Tier = found.Tier,
        ApiKeyId = found.ApiKeyId,
        ExpireTime = found.ExpireTime?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue,
    };

    private sealed record Answer(Caller? Caller);
}
