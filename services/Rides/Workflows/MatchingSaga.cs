using Dapr.Workflow;
using Platform.Rides.Workflows.Steps;
using Platform.Workflows;

namespace Platform.Rides.Workflows;

/// <summary>
/// Looks for a driver: offers the ride to the best ones around, some at a time, until one claims it, the ride is cancelled, or it takes too long. Who claims is decided
/// by the ride itself; this only hands out offers and takes back those that are left.
/// </summary>
internal sealed class MatchingSaga : Workflow<MatchingInput, string>
{
    /// <summary>The event that tells of an answer.</summary>
    public const string AnswerEvent = "Answer";

    // Expired offers are told by the drivers; this is for what is never told.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>The steps, in their order.</summary>
    public static IReadOnlyList<SagaStep> AllSteps { get; } =
    [
        new(nameof(BeginMatching), nameof(EndRide)),
        new(nameof(OfferRound), nameof(WithdrawOffers)),
        new(nameof(CloseMatching), Compensation: null, Because: "it only says how it ended"),
        new(nameof(WithdrawOffers), Compensation: null, Because: "it takes back itself"),
        new(nameof(ConfirmDriver), nameof(ReleaseDropped)),
    ];

    /// <inheritdoc />
    public override async Task<string> RunAsync(WorkflowContext context, MatchingInput input)
    {
        await AwaitStartAsync(context, input);
        if (!await context.CallActivityAsync<bool>(nameof(BeginMatching), input, Retries.UntilDone))
        {
            return "ENDED_BEFORE";
        }

        if (input.Attempt > 1)
        {
            await context.CallActivityAsync<bool>(nameof(ReleaseDropped), input.RideId, Retries.UntilDone);
        }

        var offers = await LookAsync(context, input);
        var end = new EndedMatching(input.RideId, input.Attempt, offers);
        var outcome = await context.CallActivityAsync<string>(nameof(CloseMatching), end, Retries.UntilDone);
        await context.CallActivityAsync<bool>(nameof(WithdrawOffers), end, Retries.UntilDone);
        return outcome == CloseMatching.Claimed
            ? await context.CallActivityAsync<string>(nameof(ConfirmDriver), end, Retries.UntilDone)
            : outcome;
    }

    // A ride that is booked for later may be cancelled before.
    private static async Task AwaitStartAsync(WorkflowContext context, MatchingInput input)
    {
        var isFinal = false;
        while (!isFinal && input.StartTime is { } start && start.UtcDateTime > context.CurrentUtcDateTime)
        {
            isFinal = await NextAsync(context, start.UtcDateTime - context.CurrentUtcDateTime) is { IsFinal: true };
        }
    }

    private static async Task<IReadOnlyList<OfferRef>> LookAsync(WorkflowContext context, MatchingInput input)
    {
        var end = context.CurrentUtcDateTime + input.MatchingTime;
        var offers = new List<OfferRef>();
        var isFinal = false;
        while (!isFinal && context.CurrentUtcDateTime < end)
        {
            var round = await context.CallActivityAsync<RoundResult>(nameof(OfferRound), input, Retries.UntilDone);
            offers.AddRange(round.Offers);
            isFinal = round.IsOver || await AwaitAnswersAsync(context, input, round.Offers);
        }

        return offers;
    }

    /// <summary>Waits until the ride is claimed or cancelled, or no offer of the round is open any more.</summary>
    private static async Task<bool> AwaitAnswersAsync(WorkflowContext context, MatchingInput input, IReadOnlyList<OfferRef> offers)
    {
        var open = offers.Select(offer => offer.OfferId).ToHashSet(StringComparer.Ordinal);
        var end = context.CurrentUtcDateTime + (open.Count > 0 ? input.OfferTime + Grace : input.LookAgain);
        do
        {
            if (await NextAsync(context, end - context.CurrentUtcDateTime) is not { } answer)
            {
                return false;
            }

            if (answer.IsFinal)
            {
                return true;
            }

            // With nobody asked an answer is of a round before.
            if (open.Remove(answer.OfferId) && open.Count == 0)
            {
                return false;
            }
        }
        while (context.CurrentUtcDateTime < end);
        return false;
    }

    private static async Task<MatchingAnswer?> NextAsync(WorkflowContext context, TimeSpan patience)
    {
        try
        {
            return await context.WaitForExternalEventAsync<MatchingAnswer>(AnswerEvent, patience);
        }
        catch (TaskCanceledException)
        {
            return null;
        }
    }
}
