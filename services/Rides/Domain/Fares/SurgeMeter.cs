namespace Platform.Rides.Domain.Fares;

/// <summary>
/// The surge of cells: what riders asked for in the last five minutes over the drivers that are there, smoothed so that prices neither jump nor flicker. Safe for
/// many callers at once.
/// </summary>
/// <remarks>
/// With d requests and s drivers, the surge aims at 1 + (d/s - 1)/2, between 1 and 3, and comes nearer by 1 - e^(-t/60 s) in t seconds (exponential smoothing).
/// </remarks>
internal sealed class SurgeMeter(TimeProvider clock)
{
    /// <summary>How long a request counts as demand.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const double Sensitivity = 0.5;
    private const double SmoothingSeconds = 60;
    private const int StepPercent = 5;
    // A cell with more requests than this in five minutes is at the highest surge anyway.
    private const int MaxDemand = 10_000;
    private const int MaxCells = 100_000;

    private readonly Dictionary<string, Cell> _cells = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Somebody asked for a ride, at a time. What is older than the window does not count.</summary>
    public void Demand(string cell, DateTimeOffset time)
    {
        var now = clock.GetUtcNow();
        if (time <= now - Window)
        {
            return;
        }

        lock (_gate)
        {
            var requests = Open(cell, now).Requests;
            Forget(requests, now);
            if (requests.Count < MaxDemand)
            {
                requests.Enqueue(time);
            }
        }
    }

    /// <summary>The surge of a cell now.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="drivers">How many drivers are available there.</param>
    /// <returns>Hundredths, 100 to 300, in steps of five.</returns>
    public int Percent(string cell, int drivers)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (!_cells.TryGetValue(cell, out var known))
            {
                return Surges.None;
            }

            Forget(known.Requests, now);
            var ratio = (double)known.Requests.Count / Math.Max(1, drivers);
            var target = Math.Clamp(Surges.None * (1 + ((ratio - 1) * Sensitivity)), Surges.None, Surges.Most);
            known.Level += (target - known.Level) * (1 - Math.Exp(-Math.Max(0, (now - known.Time).TotalSeconds) / SmoothingSeconds));
            known.Time = now;
            return (int)Math.Round(known.Level / StepPercent, MidpointRounding.AwayFromZero) * StepPercent;
        }
    }

    private static void Forget(Queue<DateTimeOffset> requests, DateTimeOffset now)
    {
        while (requests.TryPeek(out var oldest) && oldest <= now - Window)
        {
            requests.Dequeue();
        }
    }

    private Cell Open(string id, DateTimeOffset now)
    {
        if (_cells.TryGetValue(id, out var known))
        {
            return known;
        }

        if (_cells.Count >= MaxCells)
        {
            foreach (var quiet in _cells.Where(cell => cell.Value.Time <= now - Window).Select(cell => cell.Key).ToList())
            {
                _cells.Remove(quiet);
            }
        }

        return _cells[id] = new Cell { Time = now };
    }

    private sealed class Cell
    {
        public Queue<DateTimeOffset> Requests { get; } = new();

        public double Level { get; set; } = Surges.None;

        public DateTimeOffset Time { get; set; }
    }
}
