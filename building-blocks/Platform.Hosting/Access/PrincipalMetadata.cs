using System.Net;
using Grpc.Core;

namespace Platform.Hosting.Access;

/// <summary>
/// The caller in the metadata of calls. The gateway writes it, from what it has authenticated and never from what came in; services that call others
/// meanwhile pass it on; the sidecar adds which app calls.
/// </summary>
public static class PrincipalMetadata
{
    /// <summary>The app id of the public edge: whoever it names no user for did not sign in.</summary>
    public const string Gateway = "gateway";

    private const string User = "platform-user";
    private const string Roles = "platform-roles";
    private const string Scope = "platform-scope";
    private const string Address = "platform-client-address";
    private const string CallerApp = "dapr-caller-app-id";

    /// <summary>Who makes a call.</summary>
    public static Principal Principal(this ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var appId = context.RequestHeaders.GetValue(CallerApp) ?? "";
        if (context.RequestHeaders.GetValue(User) is { Length: > 0 } user)
        {
            return new Principal
            {
                Kind = PrincipalKind.User,
                UserId = user,
                Roles = Words(context.RequestHeaders.GetValue(Roles)) ?? [],
                Scopes = Words(context.RequestHeaders.GetValue(Scope)),
                AppId = appId,
            };
        }

        return new Principal { Kind = appId is "" or Gateway ? PrincipalKind.Anonymous : PrincipalKind.Service, AppId = appId };
    }

    /// <summary>Says who calls in the metadata of a call.</summary>
    /// <param name="headers">The metadata.</param>
    /// <param name="userId">The user.</param>
    /// <param name="roles">The user's roles.</param>
    /// <param name="scopes">What the user's credentials are good for; null for everything.</param>
    public static void AddUser(this Metadata headers, string userId, IEnumerable<string> roles, IEnumerable<string>? scopes)
    {
        ArgumentNullException.ThrowIfNull(headers);
        headers.Add(User, userId);
        headers.Add(Roles, string.Join(' ', roles));
        if (scopes is not null)
        {
            headers.Add(Scope, string.Join(' ', scopes));
        }
    }

    /// <summary>Where the public request came from that a call serves, as the gateway says; null where nobody says it.</summary>
    public static IPAddress? ClientAddress(this ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return IPAddress.TryParse(context.RequestHeaders.GetValue(Address), out var address) ? address : null;
    }

    /// <summary>Says where a public request came from in the metadata of a call.</summary>
    public static void AddClientAddress(this Metadata headers, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(address);
        headers.Add(Address, address.ToString());
    }

    /// <summary>The options of a call with the user and client address of another call, unless they name a user already.</summary>
    internal static CallOptions WithUserOf(this CallOptions options, ServerCallContext served)
    {
        var passedOn = served.RequestHeaders.Where(each => each.Key is User or Roles or Scope or Address).ToList();
        if (passedOn.Count == 0 || options.Headers?.GetValue(User) is not null)
        {
            return options;
        }

        var headers = new Metadata();
        foreach (var entry in (options.Headers ?? []).Concat(passedOn))
        {
            headers.Add(entry);
        }

        return options.WithHeaders(headers);
    }

    private static string[]? Words(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
