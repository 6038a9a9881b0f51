using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.Primitives;
using Platform.Gateway.Problems;

namespace Platform.Gateway.Idempotency;

/// <summary>
/// The header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) as the field <c>request_id</c> of AIP-155.
/// A request message without that field has no use for the header, which is then ignored.
/// </summary>
internal static class IdempotencyKey
{
    public const string HeaderName = "Idempotency-Key";

    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = 128;

    public const string FieldName = "request_id";

    /// <summary>Puts the key of the header into the request.</summary>
    /// <exception cref="ProblemException">The header is malformed, or the request carries another id.</exception>
    public static void Apply(StringValues header, IMessage request)
    {
        if (header.Count == 0 || Field(request.Descriptor) is not { } field) return;
        if (header.Count > 1 || !TryParse(header[0], out var key))
        {
            throw Refused(HeaderName, $"must be one key of 1 to {MaxLength} visible ASCII characters, bare or as a quoted string");
        }
        var present = (string)field.Accessor.GetValue(request);
        if (present.Length > 0 && !string.Equals(present, key, StringComparison.Ordinal))
        {
            throw Refused(field.JsonName, $"differs from the header {HeaderName}");
        }
        field.Accessor.SetValue(request, key);
    }

    /// <summary>The field that takes the key, or null.</summary>
    public static FieldDescriptor? Field(MessageDescriptor request) =>
        request.FindFieldByName(FieldName) is { FieldType: FieldType.String, IsRepeated: false } field ? field : null;

    /// <summary>Reads a structured field string (RFC 8941 section 3.3.3), or the bare token that most clients send.</summary>
    public static bool TryParse(string? header, out string key)
    {
        key = header?.Trim() ?? "";
        if (key.Length >= 2 && key[0] == '"' && key[^1] == '"') key = key[1..^1];
        return key.Length is >= 1 and <= MaxLength && key.All(c => c is > ' ' and < '\x7f' and not ('"' or '\\'));
    }

    private static ProblemException Refused(string field, string description) =>
        new(Problem.InvalidFields(new FieldError(field, description)));
}
