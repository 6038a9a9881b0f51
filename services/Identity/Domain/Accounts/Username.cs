namespace Platform.Identity.Domain.Accounts;

/// <summary>What users sign in with. Case does not matter, and only ASCII is allowed, so no two look the same.</summary>
internal static class Username
{
    public const int MinLength = 3;
    public const int MaxLength = 64;

    /// <summary>The username as it is kept; null when it can be none.</summary>
    public static string? Normalize(string text)
    {
        var isUsername = text.Length is >= MinLength and <= MaxLength
            && char.IsAsciiLetterOrDigit(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '@');
        return isUsername ? text.ToLowerInvariant() : null;
    }
}
