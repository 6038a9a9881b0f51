using Platform.Capacity.Formulas;

namespace Platform.Capacity.Model;

/// <summary>What a system takes, and what others say that it would.</summary>
/// <param name="System">The name of its file.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Given">What is assumed, the prices that a figure uses among it.</param>
/// <param name="Sections">The figures, by section, in the order of the file.</param>
/// <param name="Monthly">The sum of the section cost.</param>
/// <param name="Claims">Figures of published designs, recomputed.</param>
internal sealed record Report(
    string System, string Title, IReadOnlyList<Given> Given, IReadOnlyList<Section> Sections, Measure Monthly, IReadOnlyList<Claim> Claims);

/// <summary>Something that is assumed.</summary>
/// <param name="Name">What formulas call it.</param>
/// <param name="Text">As it is written.</param>
/// <param name="Value">What it comes to.</param>
/// <param name="Why">Why it is assumed, or for a price its source and date.</param>
/// <param name="IsOverridden">Whether the caller gave another value than the file.</param>
internal sealed record Given(string Name, string Text, Quantity Value, string Why, bool IsOverridden = false);

/// <summary>Figures that belong together, such as traffic.</summary>
internal sealed record Section(string Name, IReadOnlyList<Figure> Figures);

/// <summary>Something computed.</summary>
internal sealed record Figure(string Name, string Formula, Measure Value);
