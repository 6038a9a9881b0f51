using Grpc.Core;
using Platform.Gateway.Access;
using Platform.Gateway.Realtime;

namespace Gateway.Tests.Realtime;

/// <summary>Tokens that say who they are for: <c>good.USER</c>, or <c>driver.USER</c> for a driver, or <c>short.USER</c> for one that ends after 3 seconds.</summary>
internal sealed class FakeTokens(TimeProvider time) : IRealtimeTokens
{
    public ValueTask<ICallerFeature?> FindAsync(string token, CancellationToken cancellationToken) => new(token.Split('.') switch
    {
        ["good", var user] => new Caller { UserId = user, ExpireTime = time.GetUtcNow().AddMinutes(15) },
        ["driver", var user] => new Caller { UserId = user, Roles = ["driver"], ExpireTime = time.GetUtcNow().AddMinutes(15) },
        ["short", var user] => new Caller { UserId = user, ExpireTime = time.GetUtcNow().AddSeconds(3) },
        ["unknown", _] => throw new RpcException(new Status(StatusCode.Unavailable, "identity is away")),
        _ => null,
    });
}
