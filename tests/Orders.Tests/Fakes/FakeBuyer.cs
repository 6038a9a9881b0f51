using Platform.Monetary;
using Platform.Orders.Domain;
using Platform.Orders.Ports;
using static Platform.Orders.Tests.Domain.TestOrders;

namespace Platform.Orders.Tests.Fakes;

/// <summary>The cart, the stock and the payment of one buyer. One order is enough.</summary>
internal sealed class FakeBuyer
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Money> _refunds = [];
    private Money _authorized = Usd(0);
    private Money _captured = Usd(0);
    private bool _isTombstone;

    /// <summary>Which call goes wrong; null for none.</summary>
    public string? FaultyCall { get; set; }

    public Fault Fault { get; set; }

    /// <summary>Runs before the effect of a call.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public int Faults { get; private set; }

    public IReadOnlyList<CartItem> Cart { get; set; } = [new("a", 2, Usd(10)), new("b", 1, Usd(10))];

    /// <summary>Whether the buyer has done what the provider asked for.</summary>
    public bool HasActed { get; set; }

    public int Reserved { get; private set; }

    public int Committed { get; private set; }

    public bool IsReleased { get; private set; }

    public PaymentState? PaymentState { get; private set; }

    public Dictionary<string, int> Restocked { get; } = [];

    public Money Charged => _captured - Money.Sum("USD", _refunds.Values);

    public Money SetAside => PaymentState == Ports.PaymentState.Open ? _authorized : Usd(0);

    public int Held => IsReleased ? 0 : Reserved;

    /// <summary>Makes a call, as well or as badly as it is meant to go.</summary>
    public async Task<T> CallAsync<T>(string call, Func<T> effect)
    {
        await Before(call);
        lock (_gate)
        {
            if (call != FaultyCall || (Faults > 0 && Fault is Fault.ErrorOnce or Fault.LostOnce))
            {
                return effect();
            }

            Faults++;
            if (Fault == Fault.Refused)
            {
                throw new CheckoutRefusedException("REFUSED");
            }

            if (Fault is Fault.LostOnce or Fault.LostAlways)
            {
                effect();
            }

            throw new TimeoutException("as the test wants it");
        }
    }

    /// <inheritdoc cref="CallAsync{T}" />
    public Task CallAsync(string call, Action effect) => CallAsync(call, () =>
    {
        effect();
        return true;
    });

    public void Reserve() => Reserved = IsReleased ? throw new CheckoutRefusedException("RESERVATION_ENDED") : 1;

    public void Commit() => Committed = Reserved == 1 && !IsReleased ? 1 : throw new CheckoutRefusedException("RESERVATION_ENDED");

    public void Release() => IsReleased = true;

    public PaymentStatus Authorize(Money amount, bool needsAction)
    {
        if (_isTombstone)
        {
            throw new CheckoutRefusedException("PAYMENT_VOIDED");
        }

        PaymentState ??= Ports.PaymentState.Open;
        _authorized = amount;
        return new PaymentStatus(needsAction && !HasActed ? "https://bank" : null);
    }

    public PaymentStatus ConfirmPayment() => new(HasActed ? null : "https://bank");

    public void Capture(Money amount)
    {
        if (PaymentState is null or Ports.PaymentState.Ended)
        {
            throw new CheckoutRefusedException("PAYMENT_STATE");
        }

        (_captured, PaymentState) = (amount, Ports.PaymentState.Captured);
    }

    public void Void()
    {
        _isTombstone = true;
        PaymentState = PaymentState == Ports.PaymentState.Captured ? throw new CheckoutRefusedException("PAYMENT_STATE") : Ports.PaymentState.Ended;
    }

    public void Refund(string refundId, Money? amount)
    {
        _refunds.TryAdd(refundId, amount ?? Charged);
        if (Charged.IsZero)
        {
            PaymentState = Ports.PaymentState.Ended;
        }
    }
}
