using System.Net;
using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Identity.V1;
using Platform.Security.Tokens;
using Jwk = Platform.Security.Jose.JsonWebKey;

namespace Gateway.Tests.Realtime;

/// <summary>As much of identity as a gateway needs to believe tokens.</summary>
internal sealed class FakeIdentity : TokenService.TokenServiceBase, IAsyncDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private WebApplication? _app;

    /// <summary>Starts it on an h2c port.</summary>
    public async Task<int> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<FakeIdentity>();
        await _app.StartAsync();
        return new Uri(_app.Urls.Single()).Port;
    }

    public string TokenOf(string user)
    {
        var now = TimeProvider.System.GetUtcNow();
        var token = new AccessToken
        {
            Subject = user,
            Id = Guid.NewGuid().ToString("N"),
            Issuer = "http://localhost:8080",
            Audience = "platform",
            IssueTime = now,
            ExpireTime = now.AddMinutes(15),
            Scopes = ["*"],
        };
        return AccessTokenFormat.Write(token, _key, Jwk.FromKey(_key).KeyId!);
    }

    public override Task<JsonWebKeys> GetJsonWebKeys(GetJsonWebKeysRequest request, ServerCallContext context)
    {
        var key = Jwk.FromKey(_key);
        return Task.FromResult(new JsonWebKeys
        {
            Keys = { new JsonWebKey { Kty = key.KeyType, Crv = key.Curve, X = key.X, Y = key.Y, Kid = key.KeyId, Use = key.Use, Alg = key.Algorithm } },
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _key.Dispose();
    }
}
