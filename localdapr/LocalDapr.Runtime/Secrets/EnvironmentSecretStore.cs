using System.Collections;

namespace LocalDapr.Runtime.Secrets;

/// <summary>
/// <c>secretstores.local.env</c>: environment variables of this process. The token variables of Dapr itself are never given out.
/// </summary>
/// <param name="prefix">Put before every name that is asked for; empty for none.</param>
internal sealed class EnvironmentSecretStore(string prefix) : ISecretStore
{
    private static readonly HashSet<string> Withheld = ["APP_API_TOKEN", "DAPR_API_TOKEN"];

    public IReadOnlyDictionary<string, string>? Get(string name)
    {
        var variable = prefix + name;
        return !Withheld.Contains(variable) && Environment.GetEnvironmentVariable(variable) is { } value
            ? new Dictionary<string, string> { [name] = value }
            : null;
    }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> GetAll()
    {
        var secrets = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (!name.StartsWith(prefix, StringComparison.Ordinal) || Withheld.Contains(name))
                continue;
            name = name[prefix.Length..];
            secrets[name] = new Dictionary<string, string> { [name] = (string?)variable.Value ?? "" };
        }

        return secrets;
    }
}
