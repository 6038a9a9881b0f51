using Dapr.Client;
using Microsoft.Extensions.Options;
using Platform.Identity.Domain.Accounts;
using Platform.Identity.Storage;

namespace Platform.Identity.SignIn;

/// <summary>
/// Makes the first admin, whose password is the secret <c>identity-admin-password</c>, where there is no such account yet. The secret counts for nothing
/// afterwards.
/// </summary>
internal sealed partial class FirstAdmin(
    DaprClient dapr, UserStore users, PasswordHasher hasher, IOptions<IdentityOptions> options, TimeProvider clock, ILogger<FirstAdmin> logger)
    : BackgroundService
{
    private const string SecretName = "identity-admin-password";
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await EnsureAsync(stoppingToken);
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The sidecar may start later than the service.
                LogRetry(failure.GetType().Name);
                await Task.Delay(RetryInterval, clock, stoppingToken);
            }
        }
    }

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var username = Username.Normalize(options.Value.AdminUsername)!;
        if (await users.FindByNameAsync(username, cancellationToken) is not null)
        {
            return;
        }

        var secret = await dapr.GetSecretAsync(Stores.Secrets, SecretName, cancellationToken: cancellationToken);
        var now = clock.GetUtcNow();
        var admin = new User
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Username = username,
            PasswordHash = await hasher.CreateAsync(secret[SecretName], cancellationToken),
            Roles = [Role.Admin],
            CreateTime = now,
        };
        if (await users.TryCreateAsync(admin, request: null, new AuditEvent(now, AuditAction.SignedUp, "", "", "first admin"), cancellationToken) is not null)
        {
            LogMade(admin.Id);
        }
    }

    [LoggerMessage(LogLevel.Information, "Made the first admin, user {UserId}")]
    private partial void LogMade(string userId);

    [LoggerMessage(LogLevel.Warning, "The first admin could not be made yet ({Failure}); trying again")]
    private partial void LogRetry(string failure);
}
