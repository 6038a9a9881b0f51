namespace Platform.Identity.Domain.Factors;

/// <summary>A user's second factor.</summary>
internal sealed record SecondFactor
{
    /// <summary>The secret, encrypted.</summary>
    public required byte[] EncryptedSecret { get; init; }

    /// <summary>Whether a code has been seen, so that it counts.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>The last step whose code was used: no code is good twice.</summary>
    public long LastStep { get; init; }

    /// <summary>See <see cref="RecoveryCodes"/>.</summary>
    public IReadOnlyList<byte[]> RecoveryHashes { get; init; } = [];

    /// <summary>The factor after a code of its app was used; null when the code is wrong.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="code">What was typed.</param>
    /// <param name="now">The time.</param>
    public SecondFactor? WithCode(byte[] secret, string code, DateTimeOffset now) =>
        Totp.Verify(secret, code, now, LastStep) is { } step ? this with { LastStep = step } : null;

    /// <summary>The factor after a recovery code was used; null when the code is wrong.</summary>
    public SecondFactor? WithRecoveryCode(string code) =>
        RecoveryCodes.Use(RecoveryHashes, code) is { } rest ? this with { RecoveryHashes = rest } : null;
}
