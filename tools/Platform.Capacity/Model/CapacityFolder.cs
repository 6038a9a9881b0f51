namespace Platform.Capacity.Model;

/// <summary>The folder of the systems: one file each, and the prices that they share.</summary>
internal sealed class CapacityFolder(string folder)
{
    private const string Prices = "prices";

    /// <summary>The systems that have a file, in order of their names.</summary>
    /// <exception cref="CapacityException">There is no such folder.</exception>
    public IReadOnlyList<string> Systems => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != Prices).Order(StringComparer.Ordinal)]
        : throw new CapacityException(folder, "there is no such folder");

    /// <summary>Computes the figures of a system.</summary>
    /// <exception cref="CapacityException">There is no such system, or something in its file or the settings is wrong.</exception>
    public Report Compute(string system, IReadOnlyCollection<string> settings) => Systems.Contains(system)
        ? Calculator.Compute(system, Read(system), Read(Prices), new Overrides(settings))
        : throw new CapacityException(system, $"there is no such system: there are {string.Join(", ", Systems)}");

    private Entry Read(string name) => YamlFile.Read(Path.Combine(folder, name + ".yaml"));
}
