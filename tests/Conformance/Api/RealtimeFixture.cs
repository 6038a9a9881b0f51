using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Platform.Gateway;
using Platform.Gateway.Realtime;
using Platform.Security.Tokens;
using Platform.Shortener.Domain;
using Platform.Testing;
using Platform.Testing.Services;

namespace Conformance.Api;

/// <summary>The gateway and the shortener as they ship; the tokens are signed here. Nothing in them may log an error.</summary>
public sealed class RealtimeFixture : IAsyncLifetime, IDisposable
{
    private const string KeyId = "conformance";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private TestPlatform? _platform;

    /// <summary>The gateway's public port.</summary>
    public Uri PublicAddress => Services["gateway"].OtherAddresses.Single();

    private TestPlatform Services => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.StartAsync(
            new ServiceSettings<LinkRules> { AppId = "shortener" },
            new ServiceSettings<GatewayOptions>
            {
                AppId = "gateway",
                Configuration = new Dictionary<string, string?>
                {
                    ["Gateway:PublicUrl"] = "http://localhost:0",
                    ["Gateway:Realtime:AuthenticationTimeout"] = "00:00:03",
                    ["Gateway:Realtime:HeartbeatInterval"] = "00:00:02",
                    ["Gateway:Realtime:MaxSocketsPerUser"] = "100",
                },
                ConfigureServices = services => services.AddSingleton<IVerificationKeys>(new OneKey(_key)),
            });
        await Eventually.AssertAsync(() => Services["gateway"].Services.GetRequiredService<RealtimeBus>().IsReady.ShouldBeTrue());
    }

    /// <summary>A token of a user.</summary>
    public string TokenOf(string user) => Sign(user, _key);

    /// <summary>A token that somebody else signed.</summary>
    public static string ForgedTokenOf(string user)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Sign(user, other);
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        Services.Logs.ShouldHoldNoErrors();
        // What every JWT begins with.
        Services.Logs.Lines.ShouldAllBe(line => !line.Message.Contains("eyJ", StringComparison.Ordinal));
    }

    public void Dispose() => _key.Dispose();

    private static string Sign(string user, ECDsa key) => AccessTokenFormat.Write(
        new AccessToken
        {
            Subject = user,
            Id = Guid.NewGuid().ToString("N"),
            Issuer = "http://localhost:8080",
            Audience = "platform",
            IssueTime = TimeProvider.System.GetUtcNow(),
            ExpireTime = TimeProvider.System.GetUtcNow().AddMinutes(15),
            Roles = ["customer"],
            Scopes = ["*"],
        },
        key,
        KeyId);

    private sealed class OneKey(ECDsa key) : IVerificationKeys
    {
        public ValueTask<ECDsa?> FindAsync(string keyId, CancellationToken cancellationToken) => new(keyId == KeyId ? key : null);
    }
}
