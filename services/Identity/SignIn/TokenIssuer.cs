using Microsoft.Extensions.Options;
using Platform.Identity.Domain.Tokens;
using Platform.Identity.Storage;
using Platform.Identity.V1;
using Platform.Security.Tokens;
using User = Platform.Identity.Domain.Accounts.User;

namespace Platform.Identity.SignIn;

/// <summary>Makes the tokens that signed-in users get.</summary>
internal sealed class TokenIssuer(SigningKeys keys, IOptions<IdentityOptions> options, TimeProvider clock)
{
    private const string TokenType = "Bearer";

    /// <summary>An access token of a user, beside a refresh token.</summary>
    public async Task<TokenPair> IssueAsync(User user, string scope, RefreshToken refresh, CancellationToken cancellationToken)
    {
        var (key, keyId) = await keys.SignerAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var token = new AccessToken
        {
            Subject = user.Id,
            Id = Guid.CreateVersion7(now).ToString("N"),
            Issuer = options.Value.Issuer,
            Audience = options.Value.Audience,
            IssueTime = now,
            ExpireTime = now + options.Value.AccessTokenLifetime,
            Roles = user.Roles,
            Tier = user.Tier,
            Scopes = scope.Split(' '),
        };
        return new TokenPair
        {
            AccessToken = AccessTokenFormat.Write(token, key, keyId),
            RefreshToken = refresh.Format(),
            ExpiresIn = (int)options.Value.AccessTokenLifetime.TotalSeconds,
            TokenType = TokenType,
            Scope = scope,
        };
    }
}
