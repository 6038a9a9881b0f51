using Grpc.Core;
using Platform.Gateway.Access;
using Platform.Hosting.Access;

namespace Platform.Gateway.Transcoding;

/// <summary>
/// What a service hears of a public request: who calls, and of the headers an allow list, so that nobody outside can speak with the headers by
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

    public static Metadata From(HttpContext context, GatewayOptions options)
    {
        var metadata = new Metadata();
        foreach (var name in options.ForwardedHeaders)
        {
            foreach (var value in context.Request.Headers[name])
            {
                if (value is not null && value.All(c => c is >= ' ' and <= '~')) metadata.Add(name.ToLowerInvariant(), value);
            }
        }
        if (context.Features.Get<ICallerFeature>() is { IsAnonymous: false } caller) metadata.AddUser(caller.UserId, caller.Roles, caller.Scopes);
        if (ClientAddress.Of(context, options.Access.ClientAddressHeader) is { } address) metadata.AddClientAddress(address);
        return metadata;
    }
}
