using System.Net;
using Microsoft.Extensions.Options;
using Platform.Hosting.Failures;
using Platform.Identity.Domain.Accounts;
using Platform.Identity.Domain.Passwords;
using Platform.Identity.Domain.Tokens;
using Platform.Identity.Storage;

namespace Platform.Identity.SignIn;

/// <summary>
/// Proves who somebody is. Whatever is wrong (no such user, another password, a used code, a closed account), the answer is one and takes as long.
/// </summary>
internal sealed class SignInFlow(
    UserStore users,
    FamilyStore families,
    AttemptStore attempts,
    PasswordHasher hasher,
    TotpSecrets secrets,
    IOptions<IdentityOptions> options,
    TimeProvider clock)
{
    private readonly RefreshLifetimes _lifetimes = new(options.Value.RefreshIdleTime, options.Value.RefreshLifetime);

    /// <summary>Signs a user in.</summary>
    /// <exception cref="UnauthenticatedException">INVALID_CREDENTIALS or TOTP_REQUIRED.</exception>
    /// <exception cref="ResourceExhaustedException">TOO_MANY_ATTEMPTS or BUSY.</exception>
    public async Task<(User User, RefreshToken Token)> SignInAsync(Credentials shown, string scope, IPAddress? address, CancellationToken cancellationToken)
    {
        var name = Username.Normalize(shown.Username);
        var attempt = await attempts.BeginAsync(name ?? "", address, cancellationToken);
        var found = await users.FindByNameAsync(name, cancellationToken);
        if (!await hasher.VerifyAsync(shown.Password, found?.PasswordHash, cancellationToken) || found is not { IsDisabled: false } user)
        {
            throw await FailedAsync(found, name ?? "", address, cancellationToken);
        }

        var secret = user.SecondFactor is { IsConfirmed: true } factor ? await secrets.OpenAsync(user.Id, factor, cancellationToken) : null;
        if (secret is not null && !shown.HasCode)
        {
            throw new UnauthenticatedException("TOTP_REQUIRED", "This account needs a code of the authenticator app too.");
        }

        var rehashed = PasswordHash.IsOutdated(user.PasswordHash) ? await hasher.CreateAsync(shown.Password, cancellationToken) : null;
        var (family, token) = RefreshFamily.Begin(user.Id, user.SessionEpoch, scope, _lifetimes, clock.GetUtcNow());
        try
        {
            var happened = Event(AuditAction.SignedIn, user.Id, address, shown.RecoveryCode.Length > 0 ? "with a recovery code" : "");
            var signedIn = await users.UpdateAsync(
                user.Id, current => SignedIn(current, user, shown, secret, rehashed), happened, cancellationToken, families.Begin(family));
            await attempts.SucceedAsync(attempt, cancellationToken);
            return (signedIn, token);
        }
        catch (UnauthenticatedException)
        {
            throw await FailedAsync(user, name ?? "", address, cancellationToken);
        }
    }

    /// <summary>Proves the password of a user who has signed in, before something that a stolen token must not do.</summary>
    /// <exception cref="UnauthenticatedException">INVALID_CREDENTIALS.</exception>
    /// <exception cref="ResourceExhaustedException">TOO_MANY_ATTEMPTS or BUSY.</exception>
    public async Task<User> ProveAsync(string userId, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        var user = await users.FindAsync(userId, cancellationToken) ?? throw UserStore.Unknown();
        var attempt = await attempts.BeginAsync(user.Username, address, cancellationToken);
        if (!await hasher.VerifyAsync(password, user.PasswordHash, cancellationToken) || user.IsDisabled)
        {
            throw await FailedAsync(user, user.Username, address, cancellationToken);
        }

        await attempts.SucceedAsync(attempt, cancellationToken);
        return user;
    }

    public static UnauthenticatedException Refused() => new("INVALID_CREDENTIALS", "The credentials are not right.");

    // Runs in a transaction with what it reads, so no code is good twice and nobody signs in by what has just been changed.
    private User SignedIn(User current, User proved, Credentials shown, byte[]? secret, string? rehashed)
    {
        if (current.IsDisabled || current.SessionEpoch != proved.SessionEpoch)
        {
            throw Refused();
        }

        var user = rehashed is not null && current.PasswordHash == proved.PasswordHash ? current with { PasswordHash = rehashed } : current;
        if (current.SecondFactor is not { IsConfirmed: true } factor)
        {
            return user;
        }

        if (secret is null)
        {
            throw Refused();
        }

        return user with { SecondFactor = shown.UseOn(factor, secret, clock.GetUtcNow()) ?? throw Refused() };
    }

    private async Task<UnauthenticatedException> FailedAsync(User? user, string name, IPAddress? address, CancellationToken cancellationToken)
    {
        await users.RecordAsync(user?.Id, name, Event(AuditAction.SignInFailed, "", address), cancellationToken);
        return Refused();
    }

    private AuditEvent Event(AuditAction action, string actor, IPAddress? address, string detail = "") =>
        new(clock.GetUtcNow(), action, actor, address?.ToString() ?? "", detail);
}
