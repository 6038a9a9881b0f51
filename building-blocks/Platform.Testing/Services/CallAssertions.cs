using Google.Protobuf.Collections;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace Platform.Testing.Services;

/// <summary>What callers see of calls.</summary>
public static class CallAssertions
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>The metadata of a user whom the gateway knows.</summary>
    public static Metadata By(string user, params ReadOnlySpan<string> roles) =>
        new() { { "platform-user", user }, { "platform-roles", string.Join(' ', roles) } };

    /// <summary>Expects a call to fail, and gives the reason of its <c>google.rpc.ErrorInfo</c>.</summary>
    public static async Task<string> ShouldFailAsync<T>(this AsyncUnaryCall<T> call, StatusCode code) => (await call.ShouldFailWithFactsAsync(code)).Reason;

    /// <summary>Expects a call to fail, and gives reason and facts of its <c>google.rpc.ErrorInfo</c>.</summary>
    public static async Task<(string Reason, IReadOnlyDictionary<string, string> Facts)> ShouldFailWithFactsAsync<T>(this AsyncUnaryCall<T> call, StatusCode code)
    {
        ArgumentNullException.ThrowIfNull(call);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(code, failure.StatusCode);
        // The package still calls the field `reason` by its first name.
        var info = DetailsOf(failure).FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>() ?? new ErrorInfo();
        return (info.Type, info.Metadata.ToDictionary());
    }

    /// <summary>Expects a call to fail for bad fields, and gives their names.</summary>
    public static async Task<IReadOnlyList<string>> ShouldBeInvalidAsync<T>(this AsyncUnaryCall<T> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        var violations = DetailsOf(failure).Single(detail => detail.Is(BadRequest.Descriptor)).Unpack<BadRequest>().FieldViolations;
        return [.. violations.Select(violation => violation.Field)];
    }

    private static RepeatedField<Google.Protobuf.WellKnownTypes.Any> DetailsOf(RpcException failure) =>
        Google.Rpc.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes(DetailsTrailer) ?? []).Details;
}
