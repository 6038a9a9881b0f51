namespace Platform.Catalog.Storage;

/// <summary>The components that the service uses.</summary>
internal static class Stores
{
    public const string State = "statestore";
}
