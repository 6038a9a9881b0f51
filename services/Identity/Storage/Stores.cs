namespace Platform.Identity.Storage;

/// <summary>The components that the service uses.</summary>
internal static class Stores
{
    public const string State = "statestore";

    /// <summary>Identity's alone: no other app may read these secrets.</summary>
    public const string Secrets = "identity-secrets";
}
