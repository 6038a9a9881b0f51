using Google.Rpc;
using Grpc.Core;
using Platform.Payments.V1;

namespace Platform.Payments.Tests.Api;

/// <summary>Calls as others make them, and what they see of them.</summary>
internal static class Calls
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    public static Metadata Admin => new() { { "platform-user", "boss" }, { "platform-roles", "admin" } };

    public static Metadata By(string user) => new() { { "platform-user", user }, { "platform-roles", "customer" } };

    public static AuthorizePaymentRequest Authorize(string id, string token = "tok_visa", long units = 100) => new()
    {
        PaymentId = id, Order = "orders/" + id, Owner = "ann", Amount = Usd(units), PaymentToken = token,
    };

    public static CapturePaymentRequest Capture(string id, long? units = null) => new() { PaymentId = id, Amount = units is { } amount ? Usd(amount) : null };

    public static VoidPaymentRequest Void(string id) => new() { PaymentId = id };

    public static RefundPaymentRequest Refund(string id, string refundId, long? units = null) =>
        new() { PaymentId = id, RefundId = refundId, Amount = units is { } amount ? Usd(amount) : null };

    public static Google.Type.Money Usd(long units) => new() { CurrencyCode = "USD", Units = units };

    /// <summary>Expects a call to fail, and gives its reason with its facts.</summary>
    public static async Task<(string Reason, IDictionary<string, string> Facts)> ShouldFailAsync<T>(this AsyncUnaryCall<T> call, StatusCode code)
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await call);
        failure.StatusCode.ShouldBe(code, failure.Status.Detail);
        var info = DetailsOf(failure).FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>();
        return (info?.Type ?? "", info?.Metadata ?? new Google.Protobuf.Collections.MapField<string, string>());
    }

    /// <summary>Expects a call to fail for bad fields, and gives their names.</summary>
    public static async Task<IEnumerable<string>> ShouldBeInvalidAsync<T>(this AsyncUnaryCall<T> call)
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await call);
        failure.StatusCode.ShouldBe(StatusCode.InvalidArgument, failure.Status.Detail);
        return DetailsOf(failure).Single(detail => detail.Is(BadRequest.Descriptor)).Unpack<BadRequest>().FieldViolations.Select(field => field.Field);
    }

    private static Google.Protobuf.Collections.RepeatedField<Google.Protobuf.WellKnownTypes.Any> DetailsOf(RpcException failure) =>
        Google.Rpc.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes(DetailsTrailer) ?? []).Details;
}
