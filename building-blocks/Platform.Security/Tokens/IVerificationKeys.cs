using System.Security.Cryptography;

namespace Platform.Security.Tokens;

/// <summary>The keys that tokens may be signed with.</summary>
public interface IVerificationKeys
{
    /// <summary>The key of that id, which stays the owner's; null when there is none.</summary>
    ValueTask<ECDsa?> FindAsync(string keyId, CancellationToken cancellationToken);
}
