using Microsoft.Extensions.Options;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Regions;

namespace Platform.Drivers;

/// <summary>Settings of the section <c>Drivers</c>.</summary>
internal sealed class DriversOptions
{
    public const string Section = "Drivers";

    /// <summary>After how long without a report a driver is not found any more, and offline; 5 seconds to 1 day.</summary>
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a region takes a driver's reports before the driver's actor tells it again what the driver is; 1 second to 1 day.</summary>
    public TimeSpan ConfirmInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How far in the future a report may be, for clocks are wrong; 0 to 5 minutes.</summary>
    public TimeSpan MaxClockSkew { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How rough a position may be, in metres; 1 to 10,000.</summary>
    public double MaxAccuracyMeters { get; set; } = 100;

    /// <summary>How fast anybody drives, in metres a second; 1 to 1,000.</summary>
    public double MaxSpeedMps { get; set; } = 70;

    /// <summary>The length of the geohashes of regions, each of which one actor owns; 2 to 6. All replicas have the same.</summary>
    public int RegionPrecision { get; set; } = 4;

    /// <summary>The length of the geohashes of the index' cells; 4 to 8. Good are cells with a few drivers each.</summary>
    public int CellPrecision { get; set; } = 6;

    /// <summary>How often a region tells how many drivers there are, and looks for silent ones; 1 second to 1 hour.</summary>
    public TimeSpan CountInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often others hear where a driver with a ride is, at most; 0 to 1 minute.</summary>
    public TimeSpan MoveInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How much time lies between the positions that are kept, at least; 1 second to 1 hour.</summary>
    public TimeSpan SampleInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many positions wait in memory to be kept; 1 to 1,000.</summary>
    public int SampleBatch { get; set; } = 30;

    /// <summary>Which positions count.</summary>
    public LocationRules ToRules() => new(SilenceLimit, MaxClockSkew, MaxAccuracyMeters, MaxSpeedMps);

    /// <summary>How regions follow drivers.</summary>
    public RegionRules ToRegionRules() => new(CellPrecision, SilenceLimit, ConfirmInterval, MoveInterval, SampleInterval, SampleBatch, ToRules());
}

/// <summary>Collects everything that is wrong with the settings.</summary>
internal sealed class DriversOptionsValidator : IValidateOptions<DriversOptions>
{
    public ValidateOptionsResult Validate(string? name, DriversOptions options)
    {
        var failures = new List<string>();
        void Require(bool isRight, string what)
        {
            if (!isRight)
            {
                failures.Add($"{DriversOptions.Section}:{what}");
            }
        }

        Require(IsWithin(options.SilenceLimit, TimeSpan.FromSeconds(5), TimeSpan.FromDays(1)), "SilenceLimit must be 5 s to 1 day.");
        Require(IsWithin(options.ConfirmInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), "ConfirmInterval must be 1 s to 1 day.");
        Require(IsWithin(options.MaxClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(5)), "MaxClockSkew must be 0 to 5 min.");
        Require(options.MaxAccuracyMeters is >= 1 and <= 10_000, "MaxAccuracyMeters must be 1 to 10,000.");
        Require(options.MaxSpeedMps is >= 1 and <= 1000, "MaxSpeedMps must be 1 to 1,000.");
        Require(options.RegionPrecision is >= 2 and <= 6, "RegionPrecision must be 2 to 6.");
        Require(options.CellPrecision is >= 4 and <= 8, "CellPrecision must be 4 to 8.");
        Require(IsWithin(options.CountInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "CountInterval must be 1 s to 1 h.");
        Require(IsWithin(options.MoveInterval, TimeSpan.Zero, TimeSpan.FromMinutes(1)), "MoveInterval must be 0 to 1 min.");
        Require(IsWithin(options.SampleInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "SampleInterval must be 1 s to 1 h.");
        Require(options.SampleBatch is >= 1 and <= 1000, "SampleBatch must be 1 to 1,000.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsWithin(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;
}
