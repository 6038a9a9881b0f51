using Platform.Monetary;
using Platform.Orders.Domain;

namespace Platform.Orders.Workflows.Refunds;

/// <summary>Money that goes back.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="RefundId">Names the refund.</param>
/// <param name="Amount">How much; null for all that is left, or for what the return is worth.</param>
/// <param name="ReturnId">The return that arrived; null for none.</param>
/// <param name="Request">The request; null for one without id.</param>
internal sealed record RefundTask(string OrderId, string RefundId, Money? Amount, string? ReturnId, HandledRequest? Request);
