using Platform.Hosting.Failures;
using Platform.Monetary;
using Platform.Payments.V1;
using Payment = Platform.Payments.Domain.Payment;

namespace Platform.Payments.Api;

/// <summary>Checks requests, all fields at once.</summary>
internal static class PaymentValidator
{
    private const int MaxOrderLength = 256;
    private const int MaxTokenLength = 256;
    private const long MaxMinorUnits = 1_000_000_000;
    private const string IdRule = "must be 1 to 128 of A-Za-z0-9._~-";
    private const string AmountRule = "must be positive, whole minor units of its currency, at most 1,000,000,000 of them";

    /// <summary>The payment that is asked for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="user">The user that the call is made for; empty for none.</param>
    public static Payment Check(AuthorizePaymentRequest request, string user)
    {
        var isAmount = TryRead(request.Amount, out var amount);
        new FieldValidator()
            .Require(PaymentNames.IsId(request.PaymentId), "payment_id", IdRule)
            .Require(request.Order.Length is >= 1 and <= MaxOrderLength, "order", "must be 1 to 256 characters")
            .Require(isAmount, "amount", AmountRule)
            .Require(IsToken(request.PaymentToken), "payment_token", "must be a token of the provider: 1 to 256 characters, and no card number")
            .Require(request.Owner.Length <= MaxOrderLength, "owner", "must be at most 256 characters")
            .ThrowIfInvalid();
        return new Payment
        {
            Id = request.PaymentId,
            Order = request.Order,
            Owner = request.Owner.Length > 0 ? request.Owner : user,
            Amount = amount,
            Token = request.PaymentToken,
        };
    }

    public static Money? Check(CapturePaymentRequest request)
    {
        Require(request.PaymentId);
        return Optional(request.Amount);
    }

    public static Money? Check(RefundPaymentRequest request)
    {
        new FieldValidator()
            .Require(PaymentNames.IsId(request.PaymentId), "payment_id", IdRule)
            .Require(PaymentNames.IsId(request.RefundId), "refund_id", IdRule)
            .ThrowIfInvalid();
        return Optional(request.Amount);
    }

    public static void Require(string paymentId) => new FieldValidator().Require(PaymentNames.IsId(paymentId), "payment_id", IdRule).ThrowIfInvalid();

    private static Money? Optional(Google.Type.Money? proto) =>
        proto is null ? null
        : TryRead(proto, out var money) ? money
        : throw new InvalidArgumentException("amount", AmountRule);

    private static bool TryRead(Google.Type.Money? proto, out Money money) =>
        Money.TryFromProto(proto, out money) && money.IsPositive && money.IsMinor && money <= Money.FromMinorUnits(money.Currency, MaxMinorUnits);

    // What is digits, however grouped, could be a card number, and must not be kept.
    private static bool IsToken(string token) =>
        token.Length is >= 1 and <= MaxTokenLength
        && token.All(c => c is > ' ' and <= '~')
        && !token.All(c => char.IsAsciiDigit(c) || c == '-');
}
