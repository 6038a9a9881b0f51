namespace Platform.Identity.Domain.Passwords;

/// <summary>What passwords must be: long, and not what everybody tries first (NIST SP 800-63B). No rules about kinds of characters.</summary>
internal static class PasswordRules
{
    public const int MinLength = 8;
    public const int MaxLength = 128;

    // The most frequent ones of 8 characters and more in lists of leaked passwords.
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "password1", "password12", "password123", "passw0rd", "p@ssw0rd", "p@ssword", "12345678", "123456789", "1234567890", "123123123",
        "11111111", "00000000", "87654321", "987654321", "0987654321", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "qwertyui", "qwertyuiop", "qwerty123",
        "qwerty12345", "asdfghjkl", "asdf1234", "zxcvbnm123", "abcd1234", "abc12345", "abc123456", "a1b2c3d4", "iloveyou", "iloveyou1", "sunshine",
        "princess", "princess1", "football", "football1", "baseball", "baseball1", "superman", "superman1", "trustno1", "welcome1", "welcome123",
        "letmein1", "letmein123", "admin123", "administrator", "changeme", "changeme1", "computer", "internet", "starwars", "michelle", "jennifer",
        "charlie1", "liverpool", "liverpool1", "chocolate", "whatever", "monkey123", "dragon123", "master123", "shadow123",
    };

    /// <summary>What is wrong with a password; null when nothing is.</summary>
    public static string? ProblemOf(string password, string username)
    {
        var characters = password.EnumerateRunes().Count();
        return characters is < MinLength or > MaxLength ? $"must have {MinLength} to {MaxLength} characters"
            : Common.Contains(password) || password.Distinct().Count() == 1 ? "is one of the most common passwords"
            : password.Equals(username, StringComparison.OrdinalIgnoreCase) ? "must not be the username"
            : null;
    }
}
