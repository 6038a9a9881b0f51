using Google.Rpc;
using Grpc.Core;

namespace Platform.Orders.Tests.Api;

/// <summary>What callers see of a call.</summary>
internal static class Calls
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>The metadata of a caller that the gateway knows.</summary>
    public static Metadata By(string user) => new() { { "platform-user", user } };

    /// <summary>Expects a call to fail, and gives its <c>google.rpc.ErrorInfo</c> reason.</summary>
    public static async Task<string> ShouldFailAsync<T>(this AsyncUnaryCall<T> call, StatusCode code)
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await call);
        failure.StatusCode.ShouldBe(code, failure.Status.Detail);
        return ReasonOf(failure);
    }

    /// <summary>Expects a call to fail for bad fields, and gives their names.</summary>
    public static async Task<IEnumerable<string>> ShouldBeInvalidAsync<T>(this AsyncUnaryCall<T> call)
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await call);
        failure.StatusCode.ShouldBe(StatusCode.InvalidArgument, failure.Status.Detail);
        var details = Google.Rpc.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes(DetailsTrailer)).Details;
        return details.Single(detail => detail.Is(BadRequest.Descriptor)).Unpack<BadRequest>().FieldViolations.Select(field => field.Field);
    }

    // The package still calls the field `reason` by its first name.
    private static string ReasonOf(RpcException failure) =>
        Google.Rpc.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes(DetailsTrailer) ?? [])
            .Details.FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>().Type ?? "";
}
