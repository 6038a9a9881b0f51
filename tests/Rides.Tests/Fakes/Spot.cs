using Platform.Geography;

namespace Platform.Rides.Tests.Fakes;

/// <summary>A pickup of one test, with the drivers around it, and which call about it goes wrong.</summary>
internal sealed class Spot(GeoPoint pickup)
{
    private readonly Lock _gate = new();

    public GeoPoint Pickup => pickup;

    public List<FakeDriver> Drivers { get; } = [];

    public string FaultyCall { get; set; } = "";

    public Fault Fault { get; set; }

    /// <summary>How many of the faulty calls go well first.</summary>
    public int GoodCalls { get; set; }

    /// <summary>How many calls went wrong.</summary>
    public int Faults { get; private set; }

    /// <summary>Which calls were made.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>How many payments are declined before one is taken.</summary>
    public int Declines { get; set; }

    /// <summary>What was taken, by payment.</summary>
    public Dictionary<string, Platform.Monetary.Money> Charged { get; } = [];

    public FakeDriver Add(string name, Reaction reaction = Reaction.Accept)
    {
        var driver = new FakeDriver("drivers/" + name, new GeoPoint(pickup.Latitude + (0.001 * (Drivers.Count + 1)), pickup.Longitude), reaction);
        Drivers.Add(driver);
        return driver;
    }

    /// <summary>Makes a call, as well or as badly as it is meant to go.</summary>
    public T Call<T>(string call, Func<T> effect)
    {
        lock (_gate)
        {
            Calls.Add(call);
            if (call != FaultyCall || Fault == Fault.None || Faults > 0 || GoodCalls-- > 0)
            {
                return effect();
            }

            Faults++;
            if (Fault == Fault.LostOnce)
            {
                effect();
            }

            throw new TimeoutException("as the test wants it");
        }
    }
}
