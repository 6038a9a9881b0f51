namespace LocalDapr.Runtime.Secrets;

/// <summary>A source of secrets. A secret is a set of named values; a store without such sets names the only value like the secret.</summary>
internal interface ISecretStore
{
    /// <summary>The values of a secret, or null if there is none of that name.</summary>
    IReadOnlyDictionary<string, string>? Get(string name);

    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> GetAll();
}
