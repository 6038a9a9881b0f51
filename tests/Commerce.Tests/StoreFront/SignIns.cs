using Microsoft.Extensions.DependencyInjection;
using Platform.Identity.Domain.Tokens;
using Platform.Identity.SignIn;
using Platform.Testing.Services;
using User = Platform.Identity.Domain.Accounts.User;

namespace Platform.Commerce.Tests.StoreFront;

/// <summary>Signs people in, without the cost of a password for each of thousands: identity's own tokens, with its own key.</summary>
internal static class SignIns
{
    /// <summary>An access token for a customer who may have more roles.</summary>
    public static async Task<string> IssueTokenAsync(this TestPlatform platform, string user, params string[] roles)
    {
        var now = TimeProvider.System.GetUtcNow();
        var account = new User { Id = user, Username = user, PasswordHash = "", Roles = ["customer", .. roles], CreateTime = now };
        var issuer = platform["identity"].Services.GetRequiredService<TokenIssuer>();
        return (await issuer.IssueAsync(account, "*", RefreshToken.Create(), CancellationToken.None)).AccessToken;
    }
}
