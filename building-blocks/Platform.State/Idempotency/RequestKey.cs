using System.Security.Cryptography;

namespace Platform.State.Idempotency;

/// <summary>Tells a request that is sent again from a new one (AIP-155).</summary>
/// <param name="Id">Names the request among all of all callers.</param>
/// <param name="Fingerprint">A hash of what is asked for.</param>
public sealed record RequestKey(string Id, string Fingerprint)
{
    /// <summary>The key of a request; null where it has no id.</summary>
    /// <param name="caller">Who asks. The ids of different callers have nothing to do with each other.</param>
    /// <param name="requestId">The id, empty for none.</param>
    /// <param name="content">The request as bytes: the same id with other bytes is a mistake of the caller.</param>
    public static RequestKey? Of(string caller, string requestId, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(requestId);
        return requestId.Length == 0 ? null : new RequestKey(KeyHash.Of(caller, requestId), Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
