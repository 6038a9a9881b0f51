namespace Platform.State;

/// <summary>What is stored under an id, as it was read.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="Id">The id.</param>
/// <param name="Value">The value; null when there is none.</param>
/// <param name="ETag">Changes with every write; empty when there is no value.</param>
public sealed record Document<T>(string Id, T? Value, string ETag)
    where T : class;
