using Platform.Geography;
using Platform.Monetary;
using Platform.Rides.Domain.Fares;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Platform.Rides.Files;

/// <summary>The file with the tariffs, in YAML.</summary>
internal static class TariffFile
{
    private const int MaxLength = 1024 * 1024;
    private const decimal MaxAmount = 100_000;
    private const double MaxRadiusKm = 1_000;
    private const int MaxMinutes = 60;
    private const int MaxIdLength = 32;

    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .Build();

    /// <summary>Reads tariffs.</summary>
    /// <param name="text">The YAML.</param>
    /// <exception cref="FormatException">With everything that is wrong with it, a line each.</exception>
    public static TariffBook Read(string text)
    {
        var problems = new List<string>();
        List<City> cities = [];
        try
        {
            var file = text.Length <= MaxLength ? Yaml.Deserialize<FileYaml?>(text) : throw new FormatException("The tariffs must be at most 1 MiB.");
            cities = [.. (file?.Cities ?? []).Select(city => ToCity(city.Key, city.Value ?? new CityYaml(), problems)).OfType<City>()];
            Require(cities.Count > 0 || problems.Count > 0, "cities", "must be some", problems);
        }
        catch (YamlException wrong)
        {
            problems.Add($"line {wrong.Start.Line}: {(wrong.InnerException ?? wrong).Message}");
        }

        return problems.Count == 0 ? new TariffBook(cities) : throw new FormatException("The tariffs are wrong:\n" + string.Join('\n', problems));
    }

    private static City? ToCity(string id, CityYaml city, List<string> problems)
    {
        var before = problems.Count;
        var where = "cities." + id;
        Require(IsId(id), where, $"must be named by 1 to {MaxIdLength} of a-z0-9-", problems);
        Require(city.Center is [>= -90 and <= 90, >= -180 and <= 180], where + ".center", "must be latitude and longitude", problems);
        Require(city.RadiusKm is > 0 and <= MaxRadiusKm, where + ".radiusKm", $"must be above 0 and at most {MaxRadiusKm}", problems);
        Require(city.UtcOffset.Duration() <= TimeSpan.FromHours(14), where + ".utcOffset", "must be at most 14 hours", problems);
        Require(Currencies.IsCode(city.Currency), where + ".currency", "must be three letters A to Z", problems);
        Require(city.CommissionPercent is >= 0 and <= 100, where + ".commissionPercent", "must be 0 to 100", problems);
        Require(city.FreeWaitingMinutes is >= 0 and <= MaxMinutes, where + ".freeWaitingMinutes", $"must be 0 to {MaxMinutes}", problems);
        Require(city.FreeCancellationMinutes is >= 0 and <= MaxMinutes, where + ".freeCancellationMinutes", $"must be 0 to {MaxMinutes}", problems);
        Require(city.Classes.Count > 0, where + ".classes", "must be some", problems);
        foreach (var (vehicleClass, tariff) in city.Classes)
        {
            Check($"{where}.classes.{vehicleClass}", vehicleClass, tariff, problems);
        }

        return problems.Count > before
            ? null
            : new City(
                id,
                new GeoPoint(city.Center[0], city.Center[1]),
                city.RadiusKm,
                city.UtcOffset,
                city.Classes.ToDictionary(each => each.Key, each => ToTariff(each.Key, each.Value!, city)));
    }

    private static void Check(string where, string vehicleClass, TariffYaml? tariff, List<string> problems)
    {
        Require(IsId(vehicleClass), where, $"must be named by 1 to {MaxIdLength} of a-z0-9-", problems);
        var amounts = tariff is null
            ? [-1]
            : new[] { tariff.Base, tariff.PerKm, tariff.PerMinute, tariff.Minimum, tariff.WaitingPerMinute, tariff.CancellationFee, tariff.NoShowFee, tariff.DriverPenalty };
        Require(amounts.All(amount => amount is >= 0 and <= MaxAmount), where, $"must have amounts of 0 to {MaxAmount}", problems);
        Require(tariff?.RoundTo is > 0 and <= MaxAmount, where + ".roundTo", "must be above 0", problems);
    }

    private static Tariff ToTariff(string vehicleClass, TariffYaml tariff, CityYaml city) => new()
    {
        VehicleClass = vehicleClass,
        Currency = city.Currency,
        Base = tariff.Base,
        PerKm = tariff.PerKm,
        PerMinute = tariff.PerMinute,
        Minimum = tariff.Minimum,
        RoundTo = tariff.RoundTo,
        WaitingPerMinute = tariff.WaitingPerMinute,
        FreeWaiting = TimeSpan.FromMinutes(city.FreeWaitingMinutes),
        CancellationFee = tariff.CancellationFee,
        NoShowFee = tariff.NoShowFee,
        DriverPenalty = tariff.DriverPenalty,
        FreeCancellation = TimeSpan.FromMinutes(city.FreeCancellationMinutes),
        Commission = city.CommissionPercent / 100,
    };

    private static void Require(bool isRight, string where, string what, List<string> problems)
    {
        if (!isRight)
        {
            problems.Add($"{where} {what}.");
        }
    }

    private static bool IsId(string id) =>
        id.Length is > 0 and <= MaxIdLength && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private sealed class FileYaml
    {
        public Dictionary<string, CityYaml?> Cities { get; set; } = [];
    }

    private sealed class CityYaml
    {
        public double[] Center { get; set; } = [];

        public double RadiusKm { get; set; }

        public TimeSpan UtcOffset { get; set; }

        public string Currency { get; set; } = "";

        public decimal CommissionPercent { get; set; }

        public double FreeWaitingMinutes { get; set; }

        public double FreeCancellationMinutes { get; set; }

        public Dictionary<string, TariffYaml?> Classes { get; set; } = [];
    }

    private sealed class TariffYaml
    {
        public decimal Base { get; set; }

        public decimal PerKm { get; set; }

        public decimal PerMinute { get; set; }

        public decimal Minimum { get; set; }

        public decimal RoundTo { get; set; }

        public decimal WaitingPerMinute { get; set; }

        public decimal CancellationFee { get; set; }

        public decimal NoShowFee { get; set; }

        public decimal DriverPenalty { get; set; }
    }
}
