using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Hosting;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Identity.Domain.Accounts;
using Platform.Identity.SignIn;
using Platform.Identity.Storage;
using Platform.Identity.V1;
using Platform.State.Idempotency;
using User = Platform.Identity.Domain.Accounts.User;

namespace Platform.Identity.Api;

/// <summary>The API of accounts.</summary>
internal sealed class UserApi(
    UserStore users, SignInFlow signIn, SecondFactors factors, PasswordHasher hasher, IOptions<IdentityOptions> options, TimeProvider clock)
    : UserService.UserServiceBase
{
    private const int DefaultPageSize = 50;
    private const int MaxPageSize = 1000;

    public override async Task<V1.User> CreateUser(CreateUserRequest request, ServerCallContext context)
    {
        var username = UserValidator.Check(request);
        // The password is no part of it: its hash would be a fast one.
        var key = RequestKey.Of("sign-up", request.RequestId, Encoding.UTF8.GetBytes(username));
        if (await users.FindCreatedAsync(key, context.CancellationToken) is { } earlier)
        {
            return UserMapper.ToProto(earlier);
        }

        if (username == Username.Normalize(options.Value.AdminUsername) || await users.FindByNameAsync(username, context.CancellationToken) is not null)
        {
            throw Taken();
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString("N");
        var hash = await hasher.CreateAsync(request.Password, context.CancellationToken);
        var user = new User { Id = id, Username = username, PasswordHash = hash, CreateTime = now };
        var created = await users.TryCreateAsync(user, key, context.Audit(clock, AuditAction.SignedUp, id), context.CancellationToken);
        return UserMapper.ToProto(created ?? throw Taken());
    }

    public override async Task<V1.User> GetUser(GetUserRequest request, ServerCallContext context)
    {
        var id = UserNames.ReadableIdOf(request.Name, context.Principal());
        return UserMapper.ToProto(await users.FindAsync(id, context.CancellationToken) ?? throw UserStore.Unknown());
    }

    public override async Task<V1.User> LookUpUser(LookUpUserRequest request, ServerCallContext context)
    {
        var username = Username.Normalize(request.Username) ?? throw new InvalidArgumentException("username", "is no username");
        return UserMapper.ToProto(await users.FindByNameAsync(username, context.CancellationToken) ?? throw UserStore.Unknown());
    }

    public override async Task<V1.User> SetUserRoles(SetUserRolesRequest request, ServerCallContext context)
    {
        var caller = context.Principal();
        var id = UserNames.IdOf(request.Name, caller);
        var roles = UserValidator.Check(request);
        if (id == caller.UserId && !roles.Contains(Role.Admin))
        {
            throw new FailedPreconditionException("OWN_ADMIN_ROLE", "Nobody takes the admin role from themselves.");
        }

        var happened = context.Audit(clock, AuditAction.RolesChanged, caller.UserId, string.Join(' ', roles));
        return UserMapper.ToProto(await users.UpdateAsync(id, user => user with { Roles = roles }, happened, context.CancellationToken));
    }

    public override async Task<V1.User> SetUserTier(SetUserTierRequest request, ServerCallContext context)
    {
        var caller = context.Principal();
        var id = UserNames.IdOf(request.Name, caller);
        var tier = UserValidator.Check(request);
        var happened = context.Audit(clock, AuditAction.TierChanged, caller.UserId, tier);
        return UserMapper.ToProto(await users.UpdateAsync(id, user => user with { Tier = tier }, happened, context.CancellationToken));
    }

    public override async Task<V1.User> SetUserDisabled(SetUserDisabledRequest request, ServerCallContext context)
    {
        var caller = context.Principal();
        var id = UserNames.IdOf(request.Name, caller);
        if (id == caller.UserId)
        {
            throw new FailedPreconditionException("OWN_ACCOUNT", "Nobody closes their own account.");
        }

        var happened = context.Audit(clock, request.Disabled ? AuditAction.Disabled : AuditAction.Enabled, caller.UserId);
        var changed = await users.UpdateAsync(
            id, user => user.SignedOut() with { IsDisabled = request.Disabled }, happened, context.CancellationToken);
        return UserMapper.ToProto(changed);
    }

    public override async Task<Empty> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        UserValidator.CheckShown(request.CurrentPassword, "current_password");
        var proved = await signIn.ProveAsync(context.Principal().UserId, request.CurrentPassword, context.ClientAddress(), context.CancellationToken);
        UserValidator.CheckNew(request.NewPassword, proved.Username, "new_password");
        var hash = await hasher.CreateAsync(request.NewPassword, context.CancellationToken);
        await users.UpdateAsync(
            proved.Id,
            user => user.SessionEpoch == proved.SessionEpoch
                ? user.SignedOut() with { PasswordHash = hash }
                : throw new AbortedException("ACCOUNT_CHANGED", "The account was changed meanwhile; try again."),
            context.Audit(clock, AuditAction.PasswordChanged, proved.Id),
            context.CancellationToken);
        return new Empty();
    }

    public override async Task<EnrolTotpResponse> EnrolTotp(EnrolTotpRequest request, ServerCallContext context)
    {
        UserValidator.CheckShown(request.Password, "password");
        var proved = await signIn.ProveAsync(context.Principal().UserId, request.Password, context.ClientAddress(), context.CancellationToken);
        return await factors.EnrolAsync(proved, context.Audit(clock, AuditAction.TotpEnrolled, proved.Id), context.CancellationToken);
    }

    public override async Task<ConfirmTotpResponse> ConfirmTotp(ConfirmTotpRequest request, ServerCallContext context)
    {
        var userId = context.Principal().UserId;
        var codes = await factors.ConfirmAsync(userId, request.Code, context.Audit(clock, AuditAction.TotpEnabled, userId), context.CancellationToken);
        return new ConfirmTotpResponse { RecoveryCodes = { codes } };
    }

    public override async Task<Empty> DisableTotp(DisableTotpRequest request, ServerCallContext context)
    {
        UserValidator.CheckShown(request.Password, "password");
        var proved = await signIn.ProveAsync(context.Principal().UserId, request.Password, context.ClientAddress(), context.CancellationToken);
        await factors.DisableAsync(proved, request.Code, context.Audit(clock, AuditAction.TotpDisabled, proved.Id), context.CancellationToken);
        return new Empty();
    }

    public override async Task<ListAuditEventsResponse> ListAuditEvents(ListAuditEventsRequest request, ServerCallContext context)
    {
        var id = UserNames.ReadableIdOf(request.Parent, context.Principal(), "parent");
        new FieldValidator().Require(request.PageSize >= 0, "page_size", "must not be negative").ThrowIfInvalid();
        var size = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, MaxPageSize);
        var before = PageToken.Decode(request.PageToken, id)?[0];
        var page = await users.ReadTrailAsync(id, before, size, context.CancellationToken);
        return new ListAuditEventsResponse
        {
            AuditEvents = { page.Select(item => UserMapper.ToProto(item.Item)) },
            NextPageToken = page.Count == size && page[^1].Position > 0 ? PageToken.Encode([page[^1].Position], id) : "",
        };
    }

    private static AlreadyExistsException Taken() => new("USERNAME_TAKEN", "The username is taken.");
}
