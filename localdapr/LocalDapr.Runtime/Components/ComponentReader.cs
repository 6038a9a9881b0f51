namespace LocalDapr.Runtime.Components;

/// <summary>Turns a document of kind Component into a <see cref="Component"/>.</summary>
internal static class ComponentReader
{
    /// <summary>Reads a component.</summary>
    /// <param name="document">The document.</param>
    /// <param name="resolveSecret">Gives the value of (secret store, secret name, key in the secret), or null if there is none.</param>
    public static Component Read(YamlObject document, Func<string, string, string, string?> resolveSecret)
    {
        var spec = document.RequiredObject("spec");
        var type = spec.RequiredString("type");
        var block = type.Split('.')[0];
        if (block.Length == type.Length || !(BuildingBlocks.IsSupported(block) || BuildingBlocks.Unsupported.Contains(block)))
            throw spec.Error("type", $"'{type}' does not begin with a building block, as state.redis and bindings.http do");

        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var secretStore = document.Object("auth")?.String("secretStore");
        foreach (var item in spec.Objects("metadata"))
            metadata[item.RequiredString("name")] = ValueOf(item, secretStore, resolveSecret);

        return new Component
        {
            Name = document.RequiredObject("metadata").RequiredString("name"),
            Type = type,
            Version = spec.String("version") ?? "v1",
            Metadata = metadata,
            Scopes = document.Strings("scopes"),
            Location = document.Location,
        };
    }

    private static string ValueOf(YamlObject item, string? secretStore, Func<string, string, string, string?> resolveSecret)
    {
        if (item.String("envRef") is { } variable)
            return Environment.GetEnvironmentVariable(variable) ?? throw item.Error("envRef", $"environment variable {variable} is not set");
        if (item.Object("secretKeyRef") is not { } reference)
            return item.String("value") ?? "";

        var store = secretStore ?? throw item.Error("a secretKeyRef needs auth.secretStore in its component");
        var name = reference.RequiredString("name");
        var key = reference.String("key") ?? name;
        return resolveSecret(store, name, key) ?? throw reference.Error($"secret {name}/{key} is not in secret store {store}");
    }
}
