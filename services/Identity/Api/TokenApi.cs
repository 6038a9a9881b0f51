using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Identity.Domain.Accounts;
using Platform.Identity.Domain.Tokens;
using Platform.Identity.SignIn;
using Platform.Identity.Storage;
using Platform.Identity.V1;
using Platform.Security.Jose;
using JsonWebKey = Platform.Identity.V1.JsonWebKey;

namespace Platform.Identity.Api;

/// <summary>The API of signing in and out.</summary>
internal sealed class TokenApi(
    SignInFlow signIn, UserStore users, FamilyStore families, TokenIssuer issuer, SigningKeys keys, IOptions<IdentityOptions> options, TimeProvider clock)
    : TokenService.TokenServiceBase
{
    private const int MaxCodeLength = 64;

    public override async Task<TokenPair> CreateToken(CreateTokenRequest request, ServerCallContext context)
    {
        var scope = Check(request);
        var credentials = new Credentials
        {
            Username = request.Username,
            Password = request.Password,
            Code = request.Totp,
            RecoveryCode = request.RecoveryCode,
        };
        var (user, refresh) = await signIn.SignInAsync(credentials, scope, context.ClientAddress(), context.CancellationToken);
        return await issuer.IssueAsync(user, scope, refresh, context.CancellationToken);
    }

    public override async Task<TokenPair> RefreshToken(RefreshTokenRequest request, ServerCallContext context)
    {
        var shown = Domain.Tokens.RefreshToken.TryParse(request.RefreshToken) ?? throw Refused();
        var lifetimes = new RefreshLifetimes(options.Value.RefreshIdleTime, options.Value.RefreshLifetime);
        switch (await families.ShowAsync(shown, lifetimes, context.CancellationToken))
        {
            case RefreshOutcome.Rotated(var family, var next):
                var user = await users.FindAsync(family.UserId, context.CancellationToken);
                return user is { IsDisabled: false } && user.SessionEpoch == family.SessionEpoch
                    ? await issuer.IssueAsync(user, family.Scope, next, context.CancellationToken)
                    : throw Refused();
            case RefreshOutcome.Reused(var family):
                await users.RecordAsync(family.UserId, "", context.Audit(clock, AuditAction.RefreshTokenReused, ""), context.CancellationToken);
                throw Refused();
            default:
                throw Refused();
        }
    }

    public override async Task<Empty> RevokeToken(RevokeTokenRequest request, ServerCallContext context)
    {
        if (Domain.Tokens.RefreshToken.TryParse(request.RefreshToken) is { } shown
            && await families.RevokeAsync(shown, context.CancellationToken) is { } family)
        {
            await users.RecordAsync(family.UserId, "", context.Audit(clock, AuditAction.SignedOut, family.UserId), context.CancellationToken);
        }

        return new Empty();
    }

    public override async Task<Empty> RevokeAllTokens(RevokeAllTokensRequest request, ServerCallContext context)
    {
        var userId = context.Principal().UserId;
        await users.UpdateAsync(
            userId, user => user.SignedOut(), context.Audit(clock, AuditAction.SignedOutEverywhere, userId), context.CancellationToken);
        return new Empty();
    }

    public override async Task<JsonWebKeys> GetJsonWebKeys(GetJsonWebKeysRequest request, ServerCallContext context) => new()
    {
        Keys =
        {
            (await keys.PublishedAsync(context.CancellationToken)).Select(key => new JsonWebKey
            {
                Kty = Security.Jose.JsonWebKey.EllipticCurve,
                Crv = Security.Jose.JsonWebKey.P256,
                X = key.X,
                Y = key.Y,
                Kid = key.Id,
                Use = "sig",
                Alg = Es256.Algorithm,
            }),
        },
    };

    public override Task<OpenIdConfiguration> GetOpenIdConfiguration(GetOpenIdConfigurationRequest request, ServerCallContext context)
    {
        var origin = options.Value.Issuer.TrimEnd('/');
        return Task.FromResult(new OpenIdConfiguration
        {
            Issuer = options.Value.Issuer,
            JwksUri = origin + "/.well-known/jwks.json",
            TokenEndpoint = origin + "/v1/tokens",
            RevocationEndpoint = origin + "/v1/tokens:revoke",
            IdTokenSigningAlgValuesSupported = { Es256.Algorithm },
            SubjectTypesSupported = { "public" },
            GrantTypesSupported = { "password", "refresh_token" },
            ScopesSupported = { Scopes.All },
        });
    }

    private static UnauthenticatedException Refused() => new("INVALID_REFRESH_TOKEN", "The refresh token is not valid.");

    private static string Check(CreateTokenRequest request)
    {
        UserValidator.CheckShown(request.Password, "password");
        var scopes = request.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        new FieldValidator()
            .Require(request.Username.Length is > 0 and <= Username.MaxLength, "username", $"must have 1 to {Username.MaxLength} characters")
            .Require(request.Totp.Length <= MaxCodeLength, "totp", "is too long")
            .Require(request.RecoveryCode.Length <= MaxCodeLength, "recovery_code", "is too long")
            .Require(Scopes.AreKnown(scopes), "scope", $"must be of {string.Join(' ', Scopes.All)}")
            .ThrowIfInvalid();
        return scopes.Count == 0 ? Scopes.Everything : string.Join(' ', scopes);
    }
}
