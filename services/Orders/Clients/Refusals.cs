using Google.Rpc;
using Grpc.Core;
using Platform.Hosting.Failures;
using Platform.Orders.Domain;

namespace Platform.Orders.Clients;

/// <summary>What other services refuse.</summary>
internal static class Refusals
{
    /// <summary>Why a call was refused; null where it may be tried again.</summary>
    public static OrderFailure? Find(RpcException failure)
    {
        if (failure.StatusCode is not (StatusCode.FailedPrecondition or StatusCode.InvalidArgument or StatusCode.NotFound))
        {
            return null;
        }

        // The package still calls the field `reason` by its first name.
        return failure.FindDetail<ErrorInfo>() is { } info ? new OrderFailure(info.Type, info.Metadata.ToDictionary()) : null;
    }

    /// <summary>Makes a call whose refusals are final.</summary>
    /// <param name="call">The call.</param>
    /// <param name="translate">What the order's failure says of a refusal.</param>
    /// <exception cref="CheckoutRefusedException">It was refused.</exception>
    public static async Task<T> CallAsync<T>(AsyncUnaryCall<T> call, Func<OrderFailure, OrderFailure>? translate = null)
    {
        try
        {
            return await call;
        }
        catch (RpcException failure) when (Find(failure) is { } refusal)
        {
            var told = translate?.Invoke(refusal) ?? refusal;
            throw new CheckoutRefusedException(told.Reason, told.Facts);
        }
    }
}
