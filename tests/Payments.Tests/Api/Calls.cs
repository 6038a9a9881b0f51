using Grpc.Core;
using Platform.Payments.V1;

namespace Platform.Payments.Tests.Api;

/// <summary>Calls as others make them.</summary>
internal static class Calls
{
    public static Metadata Admin => new() { { "platform-user", "boss" }, { "platform-roles", "admin" } };

    public static Metadata By(string user) => new() { { "platform-user", user }, { "platform-roles", "customer" } };

    public static AuthorizePaymentRequest Authorize(string id, string token = "tok_visa", long units = 100) => new()
    {
        PaymentId = id,
        Order = "orders/" + id,
        Owner = "ann",
        Amount = Usd(units),
        PaymentToken = token,
    };

    public static CapturePaymentRequest Capture(string id, long? units = null) => new() { PaymentId = id, Amount = units is { } amount ? Usd(amount) : null };

    public static VoidPaymentRequest Void(string id) => new() { PaymentId = id };

    public static RefundPaymentRequest Refund(string id, string refundId, long? units = null) =>
        new() { PaymentId = id, RefundId = refundId, Amount = units is { } amount ? Usd(amount) : null };

    public static Google.Type.Money Usd(long units) => new() { CurrencyCode = "USD", Units = units };
}
