namespace Platform.Capacity.Formulas;

/// <summary>
/// The units that formulas know. A year has 365 days and a month is the twelfth of it: 730 hours, as cloud providers bill. Prefixes of bytes and bits are decimal, those with
/// an i binary (IEC 80000-13).
/// </summary>
internal static class Units
{
    private const double Day = 86_400;
    private const double Year = 365 * Day;

    private static readonly Dimension Time = new(1, 0, 0);
    private static readonly Dimension Data = new(0, 1, 0);

    private static readonly Dictionary<string, Quantity> Known = new(StringComparer.Ordinal)
    {
        ["%"] = new(0.01),
        ["thousand"] = new(1e3),
        ["million"] = new(1e6),
        ["billion"] = new(1e9),
        ["trillion"] = new(1e12),
        ["ms"] = new(1e-3, Time),
        ["s"] = new(1, Time),
        ["min"] = new(60, Time),
        ["h"] = new(3600, Time),
        ["day"] = new(Day, Time),
        ["days"] = new(Day, Time),
        ["week"] = new(7 * Day, Time),
        ["weeks"] = new(7 * Day, Time),
        ["month"] = new(Year / 12, Time),
        ["months"] = new(Year / 12, Time),
        ["year"] = new(Year, Time),
        ["years"] = new(Year, Time),
        ["B"] = new(1, Data),
        ["KB"] = new(1e3, Data),
        ["MB"] = new(1e6, Data),
        ["GB"] = new(1e9, Data),
        ["TB"] = new(1e12, Data),
        ["PB"] = new(1e15, Data),
        ["EB"] = new(1e18, Data),
        ["KiB"] = new(Math.Pow(2, 10), Data),
        ["MiB"] = new(Math.Pow(2, 20), Data),
        ["GiB"] = new(Math.Pow(2, 30), Data),
        ["TiB"] = new(Math.Pow(2, 40), Data),
        ["PiB"] = new(Math.Pow(2, 50), Data),
        ["bit"] = new(1 / 8d, Data),
        ["kbit"] = new(1e3 / 8, Data),
        ["Mbit"] = new(1e6 / 8, Data),
        ["Gbit"] = new(1e9 / 8, Data),
        ["Tbit"] = new(1e12 / 8, Data),
        ["USD"] = new(1, new Dimension(0, 0, 1)),
    };

    /// <summary>Finds a unit by its name, which is case-sensitive: KB is not kb.</summary>
    public static bool TryFind(string name, out Quantity unit) => Known.TryGetValue(name, out unit);
}
