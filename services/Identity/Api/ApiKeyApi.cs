using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Identity.Domain.Accounts;
using Platform.Identity.Domain.Tokens;
using Platform.Identity.SignIn;
using Platform.Identity.Storage;
using Platform.Identity.V1;
using ApiKey = Platform.Identity.Domain.Accounts.ApiKey;

namespace Platform.Identity.Api;

/// <summary>The API of API keys.</summary>
internal sealed class ApiKeyApi(ApiKeyStore keys, UserStore users, TimeProvider clock) : ApiKeyService.ApiKeyServiceBase
{
    private const string Prefix = "apiKeys/";
    private const int MaxNameLength = 100;

    public override async Task<V1.ApiKey> CreateApiKey(CreateApiKeyRequest request, ServerCallContext context)
    {
        var caller = context.Principal();
        var (scopes, expireTime) = Check(request);
        if (scopes.FirstOrDefault(scope => !caller.HasScope(scope)) is { } missing)
        {
            throw new PermissionDeniedException("SCOPE_REQUIRED", "A key cannot be good for more than the token that makes it.") { Facts = { ["scope"] = missing } };
        }

        var secret = ApiKeySecret.Create();
        var key = new ApiKey
        {
            Id = secret.Id,
            UserId = caller.UserId,
            DisplayName = request.DisplayName,
            SecretHash = secret.Hash(),
            Scopes = scopes,
            CreateTime = clock.GetUtcNow(),
            ExpireTime = expireTime,
        };
        await keys.CreateAsync(key, context.Audit(clock, AuditAction.ApiKeyCreated, caller.UserId, key.Id), context.CancellationToken);
        var answer = ToProto(key);
        answer.Key = secret.Format();
        return answer;
    }

    public override async Task<V1.ApiKey> GetApiKey(GetApiKeyRequest request, ServerCallContext context)
    {
        var key = await keys.FindAsync(IdOf(request.Name), context.CancellationToken);
        return key is not null && context.Principal().IsOwner(key.UserId) ? ToProto(key) : throw ApiKeyStore.Unknown();
    }

    public override async Task<ListApiKeysResponse> ListApiKeys(ListApiKeysRequest request, ServerCallContext context) =>
        new() { ApiKeys = { (await keys.ListAsync(context.Principal().UserId, context.CancellationToken)).Select(ToProto) } };

    public override async Task<Empty> DeleteApiKey(DeleteApiKeyRequest request, ServerCallContext context)
    {
        var userId = context.Principal().UserId;
        var id = IdOf(request.Name);
        await keys.DeleteAsync(userId, id, context.Audit(clock, AuditAction.ApiKeyRevoked, userId, id), context.CancellationToken);
        return new Empty();
    }

    public override async Task<CheckApiKeyResponse> CheckApiKey(CheckApiKeyRequest request, ServerCallContext context)
    {
        var now = clock.GetUtcNow();
        if (ApiKeySecret.TryParse(request.Key) is not { } shown
            || await keys.FindAsync(shown.Id, context.CancellationToken) is not { } key
            || !shown.Matches(key.SecretHash)
            || key.IsExpired(now)
            || await users.FindAsync(key.UserId, context.CancellationToken) is not { IsDisabled: false } user)
        {
            throw new UnauthenticatedException("INVALID_API_KEY", "The API key is not valid.");
        }

        return new CheckApiKeyResponse
        {
            UserId = user.Id,
            Roles = { user.Roles },
            Scopes = { key.Scopes },
            ApiKeyId = key.Id,
            ExpireTime = key.ExpireTime?.ToTimestamp(),
            Tier = user.Tier,
        };
    }

    private (IReadOnlyList<string> Scopes, DateTimeOffset? ExpireTime) Check(CreateApiKeyRequest request)
    {
        var scopes = request.Scopes.Distinct(StringComparer.Ordinal).ToList();
        // Beyond what a .NET time can be, seconds fail to convert.
        var isTime = request.ExpireTime is null || request.ExpireTime.Seconds is > 0 and < 253402300800 && request.ExpireTime.Nanos is >= 0 and < 1_000_000_000;
        var expireTime = isTime ? request.ExpireTime?.ToDateTimeOffset() : null;
        new FieldValidator()
            .Require(request.DisplayName.Length is > 0 and <= MaxNameLength, "display_name", $"must have 1 to {MaxNameLength} characters")
            .Require(scopes.Count > 0 && Scopes.AreKnown(scopes) && !scopes.Contains(Scopes.AccountWrite), "scopes", $"must be of {string.Join(", ", Scopes.All.Where(scope => scope != Scopes.AccountWrite))}")
            .Require(isTime && (expireTime is null || expireTime > clock.GetUtcNow()), "expire_time", "must be a time in the future")
            .ThrowIfInvalid();
        return (scopes, expireTime);
    }

    private static string IdOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.Length > Prefix.Length && name.Skip(Prefix.Length).All(char.IsAsciiHexDigitLower)
            ? name[Prefix.Length..]
            : throw new InvalidArgumentException("name", "must be apiKeys/ and an id");

    private static V1.ApiKey ToProto(ApiKey key) => new()
    {
        Name = Prefix + key.Id,
        DisplayName = key.DisplayName,
        Scopes = { key.Scopes },
        CreateTime = key.CreateTime.ToTimestamp(),
        ExpireTime = key.ExpireTime?.ToTimestamp(),
    };
}
