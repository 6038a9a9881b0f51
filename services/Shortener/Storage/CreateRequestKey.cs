using System.Security.Cryptography;
using System.Text;

namespace Platform.Shortener.Storage;

/// <summary>Tells a request that is sent again from a new one.</summary>
/// <param name="Id">Names the request among all of all callers.</param>
/// <param name="Fingerprint">A hash of what is asked for.</param>
internal sealed record CreateRequestKey(string Id, string Fingerprint)
{
    /// <summary>How long requests are remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>The key of a request; null where it has no id.</summary>
    public static CreateRequestKey? Of(string owner, string requestId, string content) =>
        requestId.Length == 0 ? null : new CreateRequestKey(Hash($"{owner}\n{requestId}"), Hash(content));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
