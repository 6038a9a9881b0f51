namespace Dapr.Client;

/// <summary>How a write treats other writers and replicas.</summary>
public class StateOptions
{
    /// <summary>Which replicas must agree; null for the store's default.</summary>
    public ConsistencyMode? Consistency { get; set; }

    /// <summary>What happens when somebody else wrote in between; null means last write wins.</summary>
    public ConcurrencyMode? Concurrency { get; set; }
}

/// <summary>What happens when somebody else wrote in between.</summary>
public enum ConcurrencyMode
{
    /// <summary>The first write wins: a write with an outdated version fails.</summary>
    FirstWrite,

    /// <summary>The last write wins.</summary>
    LastWrite,
}

/// <summary>Which replicas of a store must agree.</summary>
public enum ConsistencyMode
{
    /// <summary>One is enough; a read may miss a recent write.</summary>
    Eventual,

    /// <summary>As many as it takes for a read to see every acknowledged write.</summary>
    Strong,
}
