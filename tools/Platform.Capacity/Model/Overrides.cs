using Platform.Capacity.Formulas;

namespace Platform.Capacity.Model;

/// <summary>What the caller assumes instead: <c>name=value</c>.</summary>
internal sealed class Overrides
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <exception cref="CapacityException">One of them has no name or no value, or stands twice.</exception>
    public Overrides(IEnumerable<string> settings)
    {
        foreach (var setting in settings)
        {
            if (setting.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } value])
            {
                throw new CapacityException("--set " + setting, "must be name=value");
            }

            if (!_values.TryAdd(name, value))
            {
                throw new CapacityException("--set " + setting, $"{name} is set twice");
            }
        }
    }

    /// <summary>What is assumed after all.</summary>
    /// <exception cref="CapacityException">The other value cannot be read, or counts something else.</exception>
    public Given Apply(Given given)
    {
        if (!_values.TryGetValue(given.Name, out var text))
        {
            return given;
        }

        try
        {
            _used.Add(given.Name);
            var value = Formula.Compute(text).Quantity;
            Quantity.Same(given.Value, value);
            return given with { Text = text, Value = value, IsOverridden = true };
        }
        catch (FormulaException wrong)
        {
            throw new CapacityException($"--set {given.Name}={text}", wrong.Message);
        }
    }

    /// <summary>Holds that all were used.</summary>
    /// <exception cref="CapacityException">One names nothing that is assumed.</exception>
    public void RequireUsed(IEnumerable<Given> given)
    {
        if (_values.Keys.FirstOrDefault(name => !_used.Contains(name)) is { } unknown)
        {
            throw new CapacityException("--set " + unknown, $"nothing of that name is assumed: there are {string.Join(", ", given.Select(each => each.Name))}");
        }
    }
}
