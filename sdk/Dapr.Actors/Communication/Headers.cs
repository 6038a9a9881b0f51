namespace Dapr.Actors.Communication;

/// <summary>Headers of the actors protocol.</summary>
internal static class Headers
{
    /// <summary>On a call of a typed proxy: interface, method and actor, as a data contract in XML.</summary>
    public const string Request = "X-DaprRequestHeader";

    /// <summary>On an answer: the method threw; a data contract in XML that says what.</summary>
    public const string Error = "X-DaprErrorResponseHeader";

    /// <summary>The chain of calls that a call belongs to.</summary>
    public const string ReentrancyId = "Dapr-Reentrancy-Id";

    /// <summary>On a value of actor state: when it expires.</summary>
    public const string Expiry = "Metadata.ttlExpireTime";
}
