using Google.Protobuf.Collections;
using Google.Type;
using Platform.Hosting.Failures;
using Platform.Orders.V1;

namespace Platform.Orders.Api;

/// <summary>Looks at requests: all that is wrong with one is told at once.</summary>
internal static class OrderValidator
{
    private const int MaxTokenLength = 256;
    private const int MaxRequestIdLength = 128;
    private const int MaxPromoCodeLength = 32;
    private const int MaxReasonLength = 500;
    private const int MaxCarrierLength = 100;
    private const int MaxParts = 100;
    private const int MaxQuantity = 1_000_000;
    private const int RegionCodeLength = 2;
    private const int MaxPartLength = 200;
    private const int MaxAddressLines = 10;

    public static void Check(CheckoutOrderRequest request) => new FieldValidator()
        .Require(request.PaymentToken.Length is > 0 and <= MaxTokenLength, "payment_token", $"must be 1 to {MaxTokenLength} characters")
        .Require(!request.PaymentToken.All(IsPartOfCardNumber), "payment_token", "must be a token of the payment provider, never a card number")
        .Address(request.ShippingAddress)
        .Require(request.PromoCode.Length <= MaxPromoCodeLength, "promo_code", $"must be at most {MaxPromoCodeLength} characters")
        .RequestId(request.RequestId)
        .ThrowIfInvalid();

    public static void Check(QuoteOrderRequest request) => new FieldValidator()
        .Address(request.ShippingAddress)
        .Require(request.PromoCode.Length <= MaxPromoCodeLength, "promo_code", $"must be at most {MaxPromoCodeLength} characters")
        .ThrowIfInvalid();

    public static void Check(RefundOrderRequest request) => new FieldValidator()
        .Require(request.Amount is null || Monetary.Money.TryFromProto(request.Amount, out _), "amount", "must be an amount of money")
        .Require(request.Reason.Length <= MaxReasonLength, "reason", $"must be at most {MaxReasonLength} characters")
        .RequestId(request.RequestId)
        .ThrowIfInvalid();

    public static void Check(ShipOrderRequest request) => new FieldValidator()
        .Parts(request.Parts)
        .Require(request.Carrier.Length <= MaxCarrierLength, "carrier", $"must be at most {MaxCarrierLength} characters")
        .Require(request.TrackingNumber.Length <= MaxCarrierLength, "tracking_number", $"must be at most {MaxCarrierLength} characters")
        .RequestId(request.RequestId)
        .ThrowIfInvalid();

    public static void Check(ReturnOrderRequest request) => new FieldValidator()
        .Require(request.Parts.Count > 0, "parts", "must be set")
        .Parts(request.Parts)
        .Require(request.Reason.Length <= MaxReasonLength, "reason", $"must be at most {MaxReasonLength} characters")
        .RequestId(request.RequestId)
        .ThrowIfInvalid();

    private static FieldValidator RequestId(this FieldValidator fields, string requestId) =>
        fields.Require(requestId.Length <= MaxRequestIdLength, "request_id", $"must be at most {MaxRequestIdLength} characters");

    private static FieldValidator Parts(this FieldValidator fields, RepeatedField<Order.Types.Part> parts) => fields
        .Require(parts.Count <= MaxParts, "parts", $"must be at most {MaxParts}")
        .Require(parts.All(part => part.Quantity is > 0 and <= MaxQuantity), "parts.quantity", $"must be 1 to {MaxQuantity}")
        .Require(parts.DistinctBy(part => part.Sku).Count() == parts.Count, "parts.sku", "must be in one part only");

    private static FieldValidator Address(this FieldValidator fields, PostalAddress? address)
    {
        const string Field = "shipping_address";
        if (address is null)
        {
            return fields.Require(valid: false, Field, "must be set");
        }

        var needsArea = address.RegionCode.ToUpperInvariant() is "US" or "CA";
        return fields
            .Require(address.RegionCode.Length == RegionCodeLength && address.RegionCode.All(char.IsAsciiLetter), Field + ".region_code", "must be two letters")
            .Require(!needsArea || address.AdministrativeArea.Length > 0, Field + ".administrative_area", "must be set")
            .Require(!needsArea || address.PostalCode.Length > 0, Field + ".postal_code", "must be set")
            .Require(address.AddressLines.Count <= MaxAddressLines, Field + ".address_lines", $"must be at most {MaxAddressLines}")
            .Require(address.Recipients.Count <= MaxAddressLines, Field + ".recipients", $"must be at most {MaxAddressLines}")
            .Require(Texts(address).All(text => text.Length <= MaxPartLength), Field, $"must have parts of at most {MaxPartLength} characters");
    }

    private static IEnumerable<string> Texts(PostalAddress address) =>
    [
        address.PostalCode, address.AdministrativeArea, address.Locality, address.Organization, address.LanguageCode,
        .. address.AddressLines, .. address.Recipients,
    ];

    private static bool IsPartOfCardNumber(char character) => char.IsAsciiDigit(character) || character is ' ' or '-';
}
