using Platform.Hosting.Failures;
using Platform.Identity.Domain.Accounts;
using Platform.Identity.Domain.Passwords;
using Platform.Identity.V1;

namespace Platform.Identity.Api;

/// <summary>Checks requests, and tells all that is wrong with them at once.</summary>
internal static class UserValidator
{
    private const int MaxRequestIdLength = 128;
    private const int MaxTierLength = 32;

    /// <summary>More than any password may have: what is longer is not even hashed.</summary>
    private const int MaxShownLength = 4 * PasswordRules.MaxLength;

    /// <summary>Checks a request for an account.</summary>
    /// <returns>The username as it is kept.</returns>
    public static string Check(CreateUserRequest request)
    {
        var username = Username.Normalize(request.Username);
        var problem = PasswordRules.ProblemOf(request.Password, username ?? "");
        new FieldValidator()
            .Require(
                username is not null,
                "username",
                $"must have {Username.MinLength} to {Username.MaxLength} letters, digits and . _ - + @, and begin with a letter or digit")
            .Require(problem is null, "password", problem ?? "")
            .Require(request.RequestId.Length <= MaxRequestIdLength, "request_id", $"must have at most {MaxRequestIdLength} characters")
            .ThrowIfInvalid();
        return username!;
    }

    /// <summary>Checks roles.</summary>
    /// <returns>Them, each once.</returns>
    public static IReadOnlyList<string> Check(SetUserRolesRequest request)
    {
        new FieldValidator().Require(request.Roles.All(Role.All.Contains), "roles", $"must be of {string.Join(", ", Role.All)}").ThrowIfInvalid();
        return [.. request.Roles.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Checks the name of a usage plan.</summary>
    /// <returns>It.</returns>
    public static string Check(SetUserTierRequest request)
    {
        var isName = request.Tier.Length <= MaxTierLength && request.Tier.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        new FieldValidator().Require(isName, "tier", $"must have at most {MaxTierLength} of a-z, 0-9 and -").ThrowIfInvalid();
        return request.Tier;
    }

    /// <summary>Checks a password that somebody shows.</summary>
    public static void CheckShown(string password, string field) => new FieldValidator()
        .Require(password.Length is > 0 and <= MaxShownLength, field, "must be set, and no longer than passwords are")
        .ThrowIfInvalid();

    /// <summary>Checks a password that somebody chooses.</summary>
    public static void CheckNew(string password, string username, string field)
    {
        if (PasswordRules.ProblemOf(password, username) is { } problem)
        {
            throw new InvalidArgumentException(field, problem);
        }
    }
}
