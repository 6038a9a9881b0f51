using Platform.Capacity.Formulas;

namespace Platform.Capacity.Model;

/// <summary>Computes the figures of one system, from top to bottom: a formula may use what stands above it.</summary>
internal sealed class Calculator
{
    private static readonly string[] SectionNames = ["traffic", "storage", "bandwidth", "memory", "machines", "cost"];
    private static readonly string[] Keys = ["title", "assumptions", .. SectionNames, "claims"];

    private readonly Entry _root;
    private readonly Overrides _overrides;
    private readonly Dictionary<string, Given> _given = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Measure> _figures = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly HashSet<string> _prices = new(StringComparer.Ordinal);

    private Calculator(Entry root, Entry prices, Overrides overrides)
    {
        (_root, _overrides) = (root, overrides);
        foreach (var price in prices.Entries)
        {
            price.OnlyHas("value", "source", "date");
            _prices.Add(price.Key);
            Assume(price, $"{price["source"].Text}, {price["date"].Text}");
        }
    }

    /// <summary>Computes what a file describes.</summary>
    /// <param name="system">The name of the system.</param>
    /// <param name="root">Its file.</param>
    /// <param name="prices">What things cost, for all systems.</param>
    /// <param name="overrides">What the caller assumes instead.</param>
    /// <exception cref="CapacityException">Something in the files is wrong.</exception>
    public static Report Compute(string system, Entry root, Entry prices, Overrides overrides) =>
        new Calculator(root, prices, overrides).Compute(system);

    private Report Compute(string system)
    {
        _root.OnlyHas(Keys);
        foreach (var assumption in _root["assumptions"].Entries)
        {
            assumption.OnlyHas("value", "why");
            Assume(assumption, assumption["why"].Text);
        }

        _overrides.RequireUsed(_given.Values);
        var sections = _root.Entries.Where(entry => SectionNames.Contains(entry.Key)).Select(Section).ToList();
        if (_root["assumptions"].Entries.FirstOrDefault(assumption => !_used.Contains(assumption.Key)) is { } unused)
        {
            throw unused.Wrong($"{unused.Key} is assumed and nothing uses it");
        }

        return new Report(
            system,
            _root["title"].Text,
            [.. _given.Values.Where(given => _used.Contains(given.Name)).OrderBy(given => _prices.Contains(given.Name))],
            sections,
            Monthly(sections),
            [.. _root.Find("claims")?.Elements.Select(ClaimReader.Read) ?? []]);
    }

    private void Assume(Entry entry, string why)
    {
        RequireNew(entry);
        var value = entry["value"];
        _given[entry.Key] = _overrides.Apply(new Given(entry.Key, value.Text, Measured(value, _ => null).Quantity, why));
    }

    private Section Section(Entry section) => new(section.Key, [.. section.Entries.Select(Figure)]);

    private Figure Figure(Entry entry)
    {
        RequireNew(entry);
        var value = Measured(entry, Lookup);
        if (value.Unit.Length == 0 && value.Quantity.Dimension != default)
        {
            throw entry.Wrong($"{entry.Key} counts {value.Quantity.Dimension}: end the formula with the unit to show, such as 'in TB'");
        }

        _figures[entry.Key] = value;
        return new Figure(entry.Key, entry.Text, value);
    }

    private Measure Monthly(IEnumerable<Section> sections)
    {
        var total = Formula.Compute("0 USD/month in USD/month");
        foreach (var figure in sections.Where(section => section.Name == "cost").SelectMany(section => section.Figures))
        {
            if (figure.Value.Quantity.Dimension != total.Quantity.Dimension)
            {
                throw _root["cost"][figure.Name].Wrong($"{figure.Name} must be money over time, such as USD/month, not {figure.Value.Quantity.Dimension}");
            }

            total = total with { Quantity = total.Quantity + figure.Value.Quantity };
        }

        return total;
    }

    private Quantity? Lookup(string name)
    {
        _used.Add(name);
        return _given.TryGetValue(name, out var given) ? given.Value : _figures.TryGetValue(name, out var figure) ? figure.Quantity : null;
    }

    private void RequireNew(Entry entry)
    {
        if (_given.ContainsKey(entry.Key) || _figures.ContainsKey(entry.Key) || Units.TryFind(entry.Key, out _))
        {
            throw entry.Wrong($"{entry.Key} is already the name of something else");
        }
    }

    private static Measure Measured(Entry entry, Func<string, Quantity?> names)
    {
        try
        {
            return Formula.Compute(entry.Text, names);
        }
        catch (FormulaException wrong)
        {
            throw entry.Wrong($"'{entry.Text}': {wrong.Message}");
        }
    }
}
