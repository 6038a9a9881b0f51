using System.Diagnostics.CodeAnalysis;

namespace Platform.Security.Tokens;

/// <summary>A token that is believed, or why it is not.</summary>
public readonly record struct TokenResult
{
    /// <summary>The token; null when it is refused.</summary>
    public AccessToken? Token { get; private init; }

    /// <summary>Why it is refused; null when it is not.</summary>
    public TokenFailure? Failure { get; private init; }

    /// <summary>Whether the token is believed.</summary>
    [MemberNotNullWhen(true, nameof(Token))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsValid => Token is not null;

    /// <summary>A token that is believed.</summary>
    public static implicit operator TokenResult(AccessToken token) => new() { Token = token };

    /// <summary>A token that is refused.</summary>
    public static implicit operator TokenResult(TokenFailure failure) => new() { Failure = failure };
}
