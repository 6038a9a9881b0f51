using Microsoft.Extensions.Options;

namespace Platform.Rides;

/// <summary>Settings of the section <c>Rides</c>.</summary>
internal sealed class RidesOptions
{
    public const string Section = "Rides";

    /// <summary>The tariffs, a YAML file beside the service.</summary>
    public string TariffFile { get; set; } = "tariffs.yaml";

    /// <summary>The road graphs: shortest paths are looked for on the first that has both ends. None: ways are estimated by the great circle.</summary>
    public IReadOnlyList<RoadOptions> Roads { get; set; } = [];

    /// <summary>How far around the pickup drivers are looked for, in metres: first as far as the first says, then as the next one does. 1 to 100,000; 5, 7.5 and 10 km unless set.</summary>
    public IReadOnlyList<double> SearchRadii { get; set; } = [];

    /// <summary>How many drivers are asked at a time, 1 to 10.</summary>
    public int OffersPerRound { get; set; } = 3;

    /// <summary>How long they have, 1 s to 5 min.</summary>
    public TimeSpan OfferTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a driver is looked for at most, 1 s to 1 h.</summary>
    public TimeSpan MatchingTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long nobody is looked for when nobody is there, 100 ms to 1 min.</summary>
    public TimeSpan LookAgain { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long before the pickup of a ride that was booked for later a driver is looked for, 0 to 1 h.</summary>
    public TimeSpan BookingLead { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a quote may be taken, 1 s to 1 h.</summary>
    public TimeSpan QuoteLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after a declined charge it is tried again; three tries in all. 1 s to 1 d.</summary>
    public TimeSpan ChargeAgain { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the money is set aside before a driver is looked for.</summary>
    public bool AuthorizeAtRequest { get; set; }

    /// <summary>Who pays without a payment token pays with this one. Empty: a token must be given.</summary>
    public string DefaultPaymentToken { get; set; } = "";

    /// <summary>What links to shared rides begin with. <c>PUBLIC_URL</c> unless set.</summary>
    public string PublicUrl { get; set; } = "http://localhost:8080";
}

/// <summary>A road graph.</summary>
internal sealed class RoadOptions
{
    /// <summary>The gzipped CSV with the junctions.</summary>
    public string Nodes { get; set; } = "";

    /// <summary>The gzipped CSV with the ways between them.</summary>
    public string Edges { get; set; } = "";
}

/// <summary>Collects everything that is wrong with the settings.</summary>
internal sealed class RidesOptionsValidator : IValidateOptions<RidesOptions>
{
    private const int MaxRadius = 100_000;
    private const int MaxOffers = 10;

    public ValidateOptionsResult Validate(string? name, RidesOptions options)
    {
        var failures = new List<string>();
        void Require(bool isRight, string what)
        {
            if (!isRight)
            {
                failures.Add($"{RidesOptions.Section}:{what}");
            }
        }

        Require(File.Exists(Files.LocalFile.PathOf(options.TariffFile)), "TariffFile must be there.");
        Require(options.Roads.All(road => File.Exists(Files.LocalFile.PathOf(road.Nodes)) && File.Exists(Files.LocalFile.PathOf(road.Edges))), "Roads must have their files.");
        Require(options.SearchRadii.All(radius => radius is >= 1 and <= MaxRadius), $"SearchRadii must be 1 to {MaxRadius} m.");
        Require(options.SearchRadii.SequenceEqual(options.SearchRadii.Order()), "SearchRadii must grow.");
        Require(options.OffersPerRound is >= 1 and <= MaxOffers, $"OffersPerRound must be 1 to {MaxOffers}.");
        Require(IsWithin(options.OfferTime, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)), "OfferTime must be 1 s to 5 min.");
        Require(IsWithin(options.MatchingTime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "MatchingTime must be 1 s to 1 h.");
        Require(IsWithin(options.LookAgain, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)), "LookAgain must be 100 ms to 1 min.");
        Require(IsWithin(options.BookingLead, TimeSpan.Zero, TimeSpan.FromHours(1)), "BookingLead must be 0 to 1 h.");
        Require(IsWithin(options.QuoteLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "QuoteLifetime must be 1 s to 1 h.");
        Require(IsWithin(options.ChargeAgain, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), "ChargeAgain must be 1 s to 1 d.");
        Require(Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out _), "PublicUrl must be a URL.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsWithin(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;
}
