namespace LocalDapr;

/// <summary>What <c>localdapr run</c> was asked for.</summary>
internal sealed record RunSettings(string File, string DataDirectory, bool Ephemeral, IReadOnlyList<string> Only, string Listen);
