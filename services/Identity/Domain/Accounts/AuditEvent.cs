namespace Platform.Identity.Domain.Accounts;

/// <summary>Something that happened to an account. Never holds a secret.</summary>
/// <param name="Time">When.</param>
/// <param name="Action">What.</param>
/// <param name="Actor">The user who did it; empty for somebody who had not signed in.</param>
/// <param name="ClientAddress">Where it came from; empty where that is not known.</param>
/// <param name="Detail">More of it.</param>
internal sealed record AuditEvent(DateTimeOffset Time, AuditAction Action, string Actor, string ClientAddress, string Detail = "");

/// <summary>What can happen to an account.</summary>
internal enum AuditAction
{
    SignedUp,
    SignedIn,
    SignInFailed,
    SignedOut,
    SignedOutEverywhere,
    RefreshTokenReused,
    PasswordChanged,
    PasswordRehashed,
    RolesChanged,
    TierChanged,
    Disabled,
    Enabled,
    TotpEnrolled,
    TotpEnabled,
    TotpDisabled,
    RecoveryCodeUsed,
    ApiKeyCreated,
    ApiKeyRevoked,
}
