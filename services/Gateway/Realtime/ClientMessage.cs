using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Gateway.Realtime;

/// <summary>What a client sends. Which members there are depends on the type; docs/realtime.md describes them.</summary>
/// <param name="Type">What it asks for.</param>
/// <param name="Id">Comes back in the answer; chosen by the client.</param>
/// <param name="Channel">The channel of a subscription.</param>
/// <param name="LastEventId">The last event that the client has of the channel.</param>
/// <param name="Token">An access token.</param>
/// <param name="Data">What is sent to the channel.</param>
internal sealed record ClientMessage(string Type, string? Id, string? Channel, string? LastEventId, string? Token, JsonElement? Data)
{
    public const string Authenticate = "authenticate";
    public const string Subscribe = "subscribe";
    public const string Unsubscribe = "unsubscribe";
    public const string Send = "send";
    public const string Ping = "ping";

    private const int MaxIdLength = 64;

    // A misspelt member is told, as everywhere in the API.
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
    };

    /// <summary>Reads a message; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out ClientMessage? message)
    {
        try
        {
            message = JsonSerializer.Deserialize<ClientMessage>(json, Strict);
            return message is { Type: not null } && (message.Id?.Length ?? 0) <= MaxIdLength;
        }
        catch (JsonException)
        {
            message = null;
            return false;
        }
    }
}
