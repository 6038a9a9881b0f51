namespace Platform.Drivers.Domain.Locations;

/// <summary>Which fixes count.</summary>
/// <param name="MaxAge">How old a fix may be, and how long the last one tells where a driver is.</param>
/// <param name="MaxSkew">How far in the future it may be: how wrong devices' clocks are.</param>
/// <param name="MaxAccuracyMeters">How rough it may be.</param>
/// <param name="MaxSpeedMps">How fast anybody drives, metres a second.</param>
public sealed record LocationRules(TimeSpan MaxAge, TimeSpan MaxSkew, double MaxAccuracyMeters, double MaxSpeedMps);
