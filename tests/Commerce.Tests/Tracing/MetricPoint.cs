namespace Platform.Commerce.Tests.Tracing;

/// <summary>Something that was measured, without its value.</summary>
/// <param name="Service">The service that exported it.</param>
/// <param name="Name">The metric.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Attributes">What it is about, such as <c>outcome=confirmed</c>, by name.</param>
internal sealed record MetricPoint(string Service, string Name, string Unit, string Attributes);
