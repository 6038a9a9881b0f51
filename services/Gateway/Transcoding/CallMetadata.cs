using Grpc.Core;

namespace Platform.Gateway.Transcoding;

/// <summary>
/// What of a public request's headers reaches a service: an allow list, so that nobody outside can speak with the headers by
/// which the platform's own parts know each other (<c>platform-*</c>, <c>dapr-*</c>, <c>grpc-*</c>). Trace context
/// is not among them: it continues through the current activity.
/// </summary>
internal static class CallMetadata
{
    private static readonly string[] ReservedPrefixes = ["platform-", "dapr-", "grpc-"];

    /// <summary>Whether a header may be put on the allow list.</summary>
    public static bool IsForwardable(string header) =>
        header.Length > 0
        && header.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && !Array.Exists(ReservedPrefixes, prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        && !header.EndsWith("-bin", StringComparison.OrdinalIgnoreCase);

    public static Metadata From(IHeaderDictionary headers, IReadOnlyList<string> forwarded)
    {
        var metadata = new Metadata();
        foreach (var name in forwarded)
        {
            foreach (var value in headers[name])
            {
                if (value is not null && value.All(c => c is >= ' ' and <= '~')) metadata.Add(name.ToLowerInvariant(), value);
            }
        }
        return metadata;
    }
}
