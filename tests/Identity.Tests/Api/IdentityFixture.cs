using System.Net;
using Grpc.Core;
using Platform.Hosting.Access;
using Platform.Identity.V1;
using Platform.Security.Tokens;
using Platform.Testing;

namespace Platform.Identity.Tests.Api;

/// <summary>Identity on its port, with a clock that the tests move. Nothing in it may log an error.</summary>
public sealed class IdentityFixture : IAsyncLifetime
{
    public const string Password = "correct horse battery staple";

    private const string AppId = "identity";
    private TestPlatform? _platform;
    private int _users;

    /// <summary>The clock of identity and its sidecar.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>Identity and its sidecar.</summary>
    public ServiceHost Host => Platform[AppId];

    public UserService.UserServiceClient Users => new(Host.Channel);

    public TokenService.TokenServiceClient Tokens => new(Host.Channel);

    public ApiKeyService.ApiKeyServiceClient ApiKeys => new(Host.Channel);

    public TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    /// <summary>A new account.</summary>
    public async Task<User> SignUpAsync() =>
        await Users.CreateUserAsync(new CreateUserRequest { Username = $"user-{Interlocked.Increment(ref _users)}", Password = Password });

    /// <summary>Tokens of an account.</summary>
    public AsyncUnaryCall<TokenPair> SignInAsync(User user, string password = Password, string totp = "", string recoveryCode = "", string address = "203.0.113.1") =>
        Tokens.CreateTokenAsync(new CreateTokenRequest { Username = user.Username, Password = password, Totp = totp, RecoveryCode = recoveryCode }, From(address));

    /// <summary>What an access token says, verified with the published keys.</summary>
    public async Task<AccessToken> ReadAsync(TokenPair tokens)
    {
        using var keys = await PublishedKeys.ReadAsync(Tokens);
        var rules = new AccessTokenRules("http://localhost:8080", "platform", TimeSpan.Zero);
        return (await new AccessTokenValidator(rules, keys, Clock).ValidateAsync(tokens.AccessToken, default)).Token.ShouldNotBeNull();
    }

    /// <summary>The metadata of a signed-in user.</summary>
    public static Metadata By(User user, params IEnumerable<string> roles)
    {
        var headers = From("203.0.113.1");
        headers.AddUser(user.UserId, roles, scopes: null);
        return headers;
    }

    /// <summary>The metadata of somebody at an address.</summary>
    public static Metadata From(string address)
    {
        var headers = new Metadata();
        headers.AddClientAddress(IPAddress.Parse(address));
        return headers;
    }

    public async ValueTask InitializeAsync() =>
        _platform = await TestPlatform.StartAsync(Clock, new ServiceSettings<IdentityOptions> { AppId = AppId });

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }
}
