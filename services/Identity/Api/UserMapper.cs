using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using AuditEvent = Platform.Identity.Domain.Accounts.AuditEvent;
using User = Platform.Identity.Domain.Accounts.User;

namespace Platform.Identity.Api;

/// <summary>Accounts as callers see them: without anything secret.</summary>
internal static class UserMapper
{
    public static V1.User ToProto(User user) => new()
    {
        Name = UserNames.Of(user.Id),
        UserId = user.Id,
        Username = user.Username,
        Roles = { user.Roles },
        CreateTime = user.CreateTime.ToTimestamp(),
        TotpEnabled = user.SecondFactor is { IsConfirmed: true },
        RecoveryCodesLeft = user.SecondFactor?.RecoveryHashes.Count ?? 0,
        Disabled = user.IsDisabled,
        Tier = user.Tier,
    };

    public static V1.AuditEvent ToProto(AuditEvent happened) => new()
    {
        Time = happened.Time.ToTimestamp(),
        Action = JsonNamingPolicy.SnakeCaseUpper.ConvertName(happened.Action.ToString()),
        Actor = happened.Actor,
        ClientAddress = happened.ClientAddress,
        Detail = happened.Detail,
    };
}
