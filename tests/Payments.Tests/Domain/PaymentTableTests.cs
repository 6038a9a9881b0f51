using Platform.Payments.Domain;
using static Platform.Payments.Domain.PaymentState;

namespace Platform.Payments.Tests.Domain;

public sealed class PaymentTableTests
{
    // A row for each state, a column for each event; null is what cannot happen.
    private static readonly Dictionary<PaymentState, PaymentState?[]> Expected = new()
    {
        // Authorize, Capture, Void, Refund, ActionRequired, SetAside, Refused, Taken, SetFree, AllGivenBack
        [None] = [Authorizing, null, Voided, null, null, null, null, null, null, null],
        [Authorizing] = [Authorizing, null, Voiding, null, RequiresAction, Authorized, Declined, null, Voided, null],
        [RequiresAction] = [RequiresAction, null, Voiding, null, RequiresAction, Authorized, Declined, null, Voided, null],
        [Authorized] = [Authorized, Capturing, Voiding, null, null, Authorized, null, Captured, Voided, null],
        [Capturing] = [Capturing, Capturing, null, null, null, Capturing, null, Captured, Voided, null],
        [Captured] = [Captured, Captured, null, Captured, null, null, null, Captured, null, Refunded],
        [Voiding] = [null, null, Voiding, null, Voiding, Voiding, Voided, null, Voided, null],
        [Voided] = [null, null, Voided, null, null, null, null, null, Voided, null],
        [Declined] = [Declined, null, Declined, null, null, null, Declined, null, null, null],
        [Refunded] = [Refunded, Refunded, null, Refunded, null, null, null, Refunded, null, Refunded],
    };

    public static TheoryData<PaymentState, PaymentEvent> Pairs() =>
        [.. from state in Enum.GetValues<PaymentState>() from what in Enum.GetValues<PaymentEvent>() select (state, what)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Next_StateAndEvent_IsTheTable(PaymentState state, PaymentEvent what) => PaymentTable.Next(state, what).ShouldBe(Expected[state][(int)what]);

    [Fact]
    public void States_AreThoseOfTheApi() => Enum.GetNames<PaymentState>().Skip(1).ShouldBe(Enum.GetNames<V1.Payment.Types.State>().Skip(1));
}
