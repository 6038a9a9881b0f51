using Platform.Monetary;

namespace Platform.Rides.Domain.Fares;

/// <summary>What rides of a vehicle class cost in a city.</summary>
internal sealed record Tariff
{
    /// <summary>The class, such as <c>economy</c>.</summary>
    public required string VehicleClass { get; init; }

    /// <summary>The currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>For any ride.</summary>
    public required decimal Base { get; init; }

    /// <summary>For a kilometre.</summary>
    public required decimal PerKm { get; init; }

    /// <summary>For a minute.</summary>
    public required decimal PerMinute { get; init; }

    /// <summary>The least that a ride costs.</summary>
    public required decimal Minimum { get; init; }

    /// <summary>Prices are multiples of this, such as 0.05.</summary>
    public required decimal RoundTo { get; init; }

    /// <summary>For a minute of waiting at the pickup, beyond <see cref="FreeWaiting"/>.</summary>
    public decimal WaitingPerMinute { get; init; }

    /// <summary>How long a driver waits for nothing; a rider who is not there then is missing.</summary>
    public TimeSpan FreeWaiting { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What a rider pays who cancels late.</summary>
    public decimal CancellationFee { get; init; }

    /// <summary>What a rider pays who does not come.</summary>
    public decimal NoShowFee { get; init; }

    /// <summary>What a driver pays who gives a ride back late.</summary>
    public decimal DriverPenalty { get; init; }

    /// <summary>How long after a driver was found both may still change their minds for nothing.</summary>
    public TimeSpan FreeCancellation { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>What the platform keeps, 0 to 1.</summary>
    public decimal Commission { get; init; }

    /// <summary>An amount in the tariff's currency.</summary>
    public Money Money(decimal amount) => new(Currency, amount);
}
