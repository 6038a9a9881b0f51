namespace LocalDapr.Runtime.Components;

/// <summary>
/// Which secrets of a store an app may read: with a list of allowed ones only these; else no denied one, and the others by default.
/// </summary>
internal sealed record SecretScope(bool AllowedByDefault, IReadOnlyList<string> Allowed, IReadOnlyList<string> Denied)
{
    public bool Permits(string secret) =>
        Allowed.Count > 0 ? Allowed.Contains(secret) : AllowedByDefault && !Denied.Contains(secret);

    internal static SecretScope Parse(YamlObject scope) => new(
        scope.String("defaultAccess")?.ToLowerInvariant() switch
        {
            null or "allow" => true,
            "deny" => false,
            var other => throw scope.Error("defaultAccess", $"{other} is neither allow nor deny"),
        },
        scope.Strings("allowedSecrets"),
        scope.Strings("deniedSecrets"));
}
