using Platform.Orders.Domain;

namespace Platform.Orders.Workflows;

/// <summary>A checkout that failed.</summary>
/// <param name="OrderId">Its order.</param>
/// <param name="Failure">Why.</param>
internal sealed record EndedCheckout(string OrderId, OrderFailure Failure);
