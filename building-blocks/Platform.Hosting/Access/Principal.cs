using Platform.Hosting.Failures;

namespace Platform.Hosting.Access;

/// <summary>What kind of caller a <see cref="Principal"/> is.</summary>
public enum PrincipalKind
{
    /// <summary>Somebody outside who did not sign in.</summary>
    Anonymous,

    /// <summary>A user who signed in, or an API key of theirs.</summary>
    User,

    /// <summary>Another service, on its own behalf.</summary>
    Service,
}

/// <summary>Who makes a call and what they may do.</summary>
public sealed record Principal
{
    /// <summary>The user id of callers that are no user. What they make belongs to all of them.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>What kind of caller this is.</summary>
    public required PrincipalKind Kind { get; init; }

    /// <summary>The user; <see cref="Anonymous"/> for callers that are none.</summary>
    public string UserId { get; init; } = Anonymous;

    /// <summary>The user's roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>What the user's token or API key is good for; null for everything.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The app that the call comes from, as the sidecar says; empty where there is no sidecar between.</summary>
    public string AppId { get; init; } = "";

    /// <summary>Whether the user has a role.</summary>
    public bool HasRole(string role) => Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>Whether the caller's credentials are good for a scope.</summary>
    public bool HasScope(string scope) => Scopes is null || Scopes.Contains(scope, StringComparer.Ordinal);

    /// <summary>Whether a resource is the caller's. Services act for everyone.</summary>
    /// <param name="ownerId">The user id of the resource's owner.</param>
    public bool IsOwner(string ownerId) => Kind == PrincipalKind.Service || string.Equals(UserId, ownerId, StringComparison.Ordinal);

    /// <summary>Refuses callers whose the resource is not.</summary>
    /// <param name="ownerId">The user id of the resource's owner.</param>
    /// <exception cref="PermissionDeniedException">NOT_THE_OWNER. Where it must stay secret that the resource exists, fail with NOT_FOUND instead.</exception>
    public void RequireOwner(string ownerId)
    {
        if (!IsOwner(ownerId))
        {
            throw new PermissionDeniedException("NOT_THE_OWNER", "This belongs to somebody else.");
        }
    }
}
