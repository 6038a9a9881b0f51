using Dapr.Workflow;
using Platform.Rides.Workflows.Steps;
using Platform.Workflows;

namespace Platform.Rides.Workflows;

/// <summary>
/// What comes after a ride that ended, with a trip or without: the driver is released, the rider is charged once, and the driver's earnings are booked. A charge that is declined is
/// tried three times, then somebody has to look.
/// </summary>
internal sealed class SettlementSaga : Workflow<SettlementInput, string>
{
    private const int Tries = 3;

    /// <summary>The steps, in their order.</summary>
    public static IReadOnlyList<SagaStep> AllSteps { get; } =
    [
        new(nameof(EndRide), Compensation: null, Because: "a ride that has ended does not begin again"),
        new(nameof(ChargeRide), Compensation: null, Because: "what was charged is owed; refunds are decided by people"),
        new(nameof(BookRide), Compensation: null, Because: "it is the last one"),
    ];

    /// <summary>The id of the settlement of a ride.</summary>
    public static string InstanceOf(string rideId) => rideId + "-settlement";

    /// <inheritdoc />
    public override async Task<string> RunAsync(WorkflowContext context, SettlementInput input)
    {
        if (!await context.CallActivityAsync<bool>(nameof(EndRide), input.RideId, Retries.UntilDone))
        {
            return "FREE";
        }

        for (var number = 1; number <= Tries; number++)
        {
            var paymentId = await context.CallActivityAsync<string>(nameof(ChargeRide), new ChargeTry(input.RideId, number), Retries.UntilDone);
            if (paymentId.Length > 0)
            {
                await context.CallActivityAsync<bool>(nameof(BookRide), new PaidRide(input.RideId, paymentId), Retries.UntilDone);
                return "PAID";
            }

            if (number < Tries)
            {
                await context.CreateTimer(input.ChargeAgain * number, CancellationToken.None);
            }
        }

        await context.CallActivityAsync<bool>(nameof(BookRide), new PaidRide(input.RideId, ""), Retries.UntilDone);
        return "REVIEW";
    }
}

/// <summary>Asks to settle a ride.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="ChargeAgain">How long after a declined charge it is tried again.</param>
internal sealed record SettlementInput(string RideId, TimeSpan ChargeAgain);

/// <summary>A try to charge.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Number">Which try, from 1 up.</param>
internal sealed record ChargeTry(string RideId, int Number);

/// <summary>A ride that was charged.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="PaymentId">The payment; empty where all were declined.</param>
internal sealed record PaidRide(string RideId, string PaymentId);
