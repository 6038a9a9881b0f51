using Platform.Monetary;

namespace Platform.Orders.Domain.Pricing;

/// <summary>What a parcel costs: a basic price, and a price for each half kilogram that it begins, which grows with the distance.</summary>
internal static class ShippingTariff
{
    private const long StepGrams = 500;

    // A unit without a weight still is a parcel.
    private const long MinSteps = 1;

    // Up to so many kilometres.
    private static readonly double[] Zones = [300, 1_000, 3_000, double.PositiveInfinity];

    // By currency: the basic price, then a half kilogram in each zone.
    private static readonly Dictionary<string, (decimal Base, decimal[] Steps)> Prices = new(StringComparer.Ordinal)
    {
        ["USD"] = (4.99m, [0.50m, 0.75m, 1.10m, 2.60m]),
        ["EUR"] = (4.49m, [0.45m, 0.70m, 1.00m, 2.40m]),
        ["GBP"] = (3.99m, [0.40m, 0.60m, 0.90m, 2.10m]),
    };

    /// <summary>What a parcel costs; null in a currency without a tariff.</summary>
    public static Money? PriceOf(Parcel parcel, string currency)
    {
        if (!Prices.TryGetValue(currency, out var price))
        {
            return null;
        }

        var zone = Array.FindIndex(Zones, upTo => parcel.DistanceKm <= upTo);
        var steps = Math.Max(MinSteps, (parcel.WeightGrams + StepGrams - 1) / StepGrams);
        return new Money(currency, price.Base) + (new Money(currency, price.Steps[zone]) * steps);
    }
}
