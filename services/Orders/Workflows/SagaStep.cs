namespace Platform.Orders.Workflows;

/// <summary>A step of the checkout saga, and what undoes it.</summary>
/// <param name="Activity">The step.</param>
/// <param name="Compensation">The activity that undoes it, also where it is not known whether it was done; null where nothing must be undone.</param>
/// <param name="Because">Why nothing must be undone.</param>
/// <param name="MustSucceed">Whether it is tried until it succeeds, for there is no way back.</param>
internal sealed record SagaStep(string Activity, string? Compensation, string? Because = null, bool MustSucceed = false);
