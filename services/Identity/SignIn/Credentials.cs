using Platform.Identity.Domain.Factors;

namespace Platform.Identity.SignIn;

/// <summary>What somebody shows to sign in.</summary>
internal sealed class Credentials
{
    public required string Username { get; init; }

    public required string Password { get; init; }

    /// <summary>The code of the authenticator app; empty for none.</summary>
    public string Code { get; init; } = "";

    /// <summary>A recovery code; empty for none.</summary>
    public string RecoveryCode { get; init; } = "";

    public bool HasCode => Code.Length > 0 || RecoveryCode.Length > 0;

    /// <summary>The second factor after the code that was shown is used; null when it is wrong.</summary>
    public SecondFactor? UseOn(SecondFactor factor, byte[] secret, DateTimeOffset now) =>
        Code.Length > 0 ? factor.WithCode(secret, Code, now) : factor.WithRecoveryCode(RecoveryCode);
}
