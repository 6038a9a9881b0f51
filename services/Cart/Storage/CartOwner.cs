using System.Buffers.Text;
using System.Security.Cryptography;
using Platform.State;

namespace Platform.Cart.Storage;

/// <summary>Whose a cart is.</summary>
/// <param name="Id">The id of its document.</param>
/// <param name="Token">Shows the cart; empty for a user's.</param>
/// <param name="Lifetime">How long a cart is kept that nobody changes.</param>
internal sealed record CartOwner(string Id, string Token, TimeSpan Lifetime)
{
    private const int TokenSize = 32;

    private static readonly TimeSpan UserLifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(30);

    public static CartOwner OfUser(string userId) => new("user-" + KeyHash.Of(userId), "", UserLifetime);

    /// <summary>Whoever has the token. The store knows only its hash.</summary>
    public static CartOwner OfToken(string token) => new("token-" + KeyHash.Of(token), token, TokenLifetime);

    /// <summary>Somebody new: 256 random bits.</summary>
    public static CartOwner New() => OfToken(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenSize)));

    /// <summary>Whether a text can be a token.</summary>
    public static bool IsToken(string token) => Base64Url.IsValid(token, out var length) && length == TokenSize;
}
