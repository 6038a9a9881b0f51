namespace Platform.Rides.Workflows;

/// <summary>A step of a saga, and what undoes it. All steps are tried until they succeed.</summary>
/// <param name="Activity">The step.</param>
/// <param name="Compensation">The activity or workflow that undoes it; null where nothing must be undone.</param>
/// <param name="Because">Why nothing must be undone.</param>
internal sealed record SagaStep(string Activity, string? Compensation, string? Because = null);
