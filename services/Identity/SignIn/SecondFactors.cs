using Platform.Hosting.Failures;
using Platform.Identity.Domain.Factors;
using Platform.Identity.Storage;
using Platform.Identity.V1;
using AuditEvent = Platform.Identity.Domain.Accounts.AuditEvent;
using User = Platform.Identity.Domain.Accounts.User;

namespace Platform.Identity.SignIn;

/// <summary>Sets second factors up and takes them away.</summary>
internal sealed class SecondFactors(UserStore users, TotpSecrets secrets, TimeProvider clock)
{
    private const string Issuer = "Platform";

    /// <summary>Gives a user a secret that does not count yet, in place of an earlier one that never did.</summary>
    /// <exception cref="FailedPreconditionException">TOTP_ENABLED.</exception>
    public async Task<EnrolTotpResponse> EnrolAsync(User proved, AuditEvent happened, CancellationToken cancellationToken)
    {
        var (secret, factor) = await secrets.CreateAsync(proved.Id, cancellationToken);
        await users.UpdateAsync(proved.Id, user => NotEnabled(user) with { SecondFactor = factor }, happened, cancellationToken);
        return new EnrolTotpResponse { Secret = Base32.Encode(secret), Uri = Totp.UriOf(secret, Issuer, proved.Username) };
    }

    /// <summary>Makes the secret count, and gives recovery codes.</summary>
    /// <exception cref="FailedPreconditionException">TOTP_NOT_ENROLLED or TOTP_ENABLED.</exception>
    /// <exception cref="InvalidArgumentException">The code is wrong.</exception>
    public async Task<IReadOnlyList<string>> ConfirmAsync(string userId, string code, AuditEvent happened, CancellationToken cancellationToken)
    {
        var enrolled = (await users.FindAsync(userId, cancellationToken) ?? throw UserStore.Unknown()).SecondFactor
            ?? throw new FailedPreconditionException("TOTP_NOT_ENROLLED", "There is no second factor to confirm.");
        var secret = await secrets.OpenAsync(userId, enrolled, cancellationToken);
        var codes = RecoveryCodes.Create();
        IReadOnlyList<byte[]> hashes = [.. codes.Select(RecoveryCodes.Hash)];
        await users.UpdateAsync(
            userId,
            user => NotEnabled(user) is { SecondFactor: { } factor } && factor.EncryptedSecret.AsSpan().SequenceEqual(enrolled.EncryptedSecret)
                && factor.WithCode(secret, code, clock.GetUtcNow()) is { } confirmed
                    ? user with { SecondFactor = confirmed with { IsConfirmed = true, RecoveryHashes = hashes } }
                    : throw new InvalidArgumentException("code", "is not the code that the app shows now"),
            happened,
            cancellationToken);
        return codes;
    }

    /// <summary>Takes the second factor away. One that does not count yet goes without a code.</summary>
    /// <exception cref="UnauthenticatedException">INVALID_CREDENTIALS: the code is wrong.</exception>
    public async Task DisableAsync(User proved, string code, AuditEvent happened, CancellationToken cancellationToken)
    {
        var secret = proved.SecondFactor is { } factor ? await secrets.OpenAsync(proved.Id, factor, cancellationToken) : [];
        await users.UpdateAsync(
            proved.Id,
            user => user.SecondFactor is not { IsConfirmed: true } current || IsCode(current, secret, code)
                ? user with { SecondFactor = null }
                : throw SignInFlow.Refused(),
            happened,
            cancellationToken);
    }

    private bool IsCode(SecondFactor factor, byte[] secret, string code) =>
        factor.WithCode(secret, code, clock.GetUtcNow()) is not null || factor.WithRecoveryCode(code) is not null;

    private static User NotEnabled(User user) => user.SecondFactor is { IsConfirmed: true }
        ? throw new FailedPreconditionException("TOTP_ENABLED", "The account has a second factor already.")
        : user;
}
