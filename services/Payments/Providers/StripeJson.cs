using System.Buffers;
using System.Text.Json;
using Platform.Monetary;
using Platform.Payments.Domain;

namespace Platform.Payments.Providers;

/// <summary>Stripe's JSON, as far as we need it: payment intents and the events that carry them (https://docs.stripe.com/api/payment_intents/object).</summary>
internal static class StripeJson
{
    private static readonly Dictionary<string, IntentStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["processing"] = IntentStatus.Processing,
        ["requires_confirmation"] = IntentStatus.Processing,
        ["requires_action"] = IntentStatus.RequiresAction,
        ["requires_payment_method"] = IntentStatus.RequiresPaymentMethod,
        ["requires_capture"] = IntentStatus.RequiresCapture,
        ["succeeded"] = IntentStatus.Succeeded,
        ["canceled"] = IntentStatus.Canceled,
    };

    /// <summary>The name of a status.</summary>
    public static string NameOf(IntentStatus status) => Statuses.First(each => each.Value == status).Key;

    /// <summary>Reads a payment intent.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ProviderIntent Intent(JsonElement json)
    {
        var currency = Text(json, "currency").ToUpperInvariant();
        if (Text(json, "object") != "payment_intent" || !Statuses.TryGetValue(Text(json, "status"), out var status) || !Currencies.IsCode(currency))
        {
            throw new JsonException("This is no payment intent.");
        }

        var error = Child(json, "last_payment_error");
        return new ProviderIntent
        {
            Id = Text(json, "id"),
            PaymentId = Text(Child(json, "metadata"), "payment_id"),
            Status = status,
            Received = status == IntentStatus.Succeeded ? Money.FromMinorUnits(currency, Child(json, "amount_received").GetInt64()) : null,
            DeclineCode = Text(error, "decline_code") is { Length: > 0 } code ? code : Text(error, "code"),
            NextActionUrl = Text(Child(Child(json, "next_action"), "redirect_to_url"), "url"),
        };
    }

    /// <summary>Reads an event.</summary>
    /// <returns>Its id and the payment intent that it is about; null where it is about something else.</returns>
    /// <exception cref="JsonException">It is none.</exception>
    public static (string Id, ProviderIntent? Intent) Event(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Text(root, "object") != "event" || Text(root, "id").Length == 0)
        {
            throw new JsonException("This is no event.");
        }

        var about = Child(Child(root, "data"), "object");
        var isIntent = Text(root, "type").StartsWith("payment_intent.", StringComparison.Ordinal) && Text(about, "object") == "payment_intent";
        return (Text(root, "id"), isIntent ? Intent(about) : null);
    }

    /// <summary>Writes an event about a payment intent.</summary>
    public static byte[] Event(string id, string type, ProviderIntent intent, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("object", "event");
            json.WriteString("type", type);
            json.WriteNumber("created", now.ToUnixTimeSeconds());
            json.WriteStartObject("data");
            json.WriteStartObject("object");
            Write(json, intent);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ProviderIntent intent)
    {
        json.WriteString("id", intent.Id);
        json.WriteString("object", "payment_intent");
        json.WriteString("status", NameOf(intent.Status));
        json.WriteString("currency", (intent.Received?.Currency ?? "USD").ToLowerInvariant());
        json.WriteNumber("amount_received", intent.Received?.ToMinorUnits() ?? 0);
        json.WriteStartObject("metadata");
        json.WriteString("payment_id", intent.PaymentId);
        json.WriteEndObject();
        if (intent.DeclineCode.Length > 0)
        {
            json.WriteStartObject("last_payment_error");
            json.WriteString("decline_code", intent.DeclineCode);
            json.WriteEndObject();
        }

        if (intent.NextActionUrl.Length > 0)
        {
            json.WriteStartObject("next_action");
            json.WriteStartObject("redirect_to_url");
            json.WriteString("url", intent.NextActionUrl);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static JsonElement Child(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var child) ? child : default;

    private static string Text(JsonElement json, string name) => Child(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
}
