namespace Platform.Inventory.Domain.Line;

/// <summary>Buyers who have their turn at the same time.</summary>
/// <param name="First">The first one's number.</param>
/// <param name="Last">The last one's number.</param>
/// <param name="EndTime">When their turn is over.</param>
/// <param name="Served">How many of them have reserved.</param>
public sealed record Turn(long First, long Last, DateTimeOffset EndTime, long Served = 0)
{
    /// <summary>How many may still reserve.</summary>
    public long Open() => Last - First + 1 - Served;
}

/// <summary>
/// The line for a hot SKU: buyers draw numbers and have their turn strictly in that order, as many at once as there are units that nobody whose turn it is
/// may still take. What it keeps does not grow with the number of those who wait.
/// </summary>
public sealed record WaitingLine
{
    public static WaitingLine Empty { get; } = new();

    /// <summary>The last number that was drawn.</summary>
    public long Drawn { get; init; }

    /// <summary>The last number that had or has its turn.</summary>
    public long Admitted { get; init; }

    /// <summary>The turns that are not over.</summary>
    public IReadOnlyList<Turn> Turns { get; init; } = [];

    /// <summary>Draws the next number, which is <see cref="Drawn"/> then.</summary>
    public WaitingLine Draw() => this with { Drawn = Drawn + 1 };

    /// <summary>Ends turns that are over and admits who comes next.</summary>
    /// <param name="available">How many units can be reserved.</param>
    /// <param name="now">The time.</param>
    /// <param name="turnLength">How long a turn is. Turns end at whole seconds, so that few have to be kept.</param>
    public WaitingLine Advance(long available, DateTimeOffset now, TimeSpan turnLength)
    {
        var turns = Turns.Where(turn => turn.EndTime > now && turn.Open() > 0).ToList();
        var admitted = Math.Min(Drawn - Admitted, available - turns.Sum(turn => turn.Open()));
        if (admitted <= 0)
        {
            return turns.Count == Turns.Count ? this : this with { Turns = turns };
        }

        var end = RoundUp(now + turnLength);
        if (turns is [.., var last] && last.EndTime == end && last.Last == Admitted)
        {
            turns[^1] = last with { Last = Admitted + admitted };
        }
        else
        {
            turns.Add(new Turn(Admitted + 1, Admitted + admitted, end));
        }

        return this with { Turns = turns, Admitted = Admitted + admitted };
    }

    /// <summary>The turn that a number has now; null where it has none.</summary>
    public Turn? TurnOf(long number, DateTimeOffset now) => Turns.FirstOrDefault(turn => turn.First <= number && number <= turn.Last && turn.EndTime > now);

    /// <summary>The line after a number that has its turn was served.</summary>
    public WaitingLine Serve(long number) => this with
    {
        Turns = [.. Turns.Select(turn => turn.First <= number && number <= turn.Last ? turn with { Served = turn.Served + 1 } : turn)],
    };

    /// <summary>How many come before a number, and itself; 0 where it is not waiting.</summary>
    public long PositionOf(long number) => Math.Max(0, number - Admitted);

    private static DateTimeOffset RoundUp(DateTimeOffset time)
    {
        var second = new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return second < time ? second.AddSeconds(1) : second;
    }
}
