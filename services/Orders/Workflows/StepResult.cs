using Platform.Orders.Domain;

namespace Platform.Orders.Workflows;

/// <summary>What came of a step.</summary>
/// <param name="Checkout">The checkout after it; null where it was refused.</param>
/// <param name="Refused">Why the checkout cannot go on; null where it can.</param>
internal sealed record StepResult(Checkout? Checkout, OrderFailure? Refused);
