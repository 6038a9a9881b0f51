using Microsoft.Extensions.Options;
using Platform.Geography;
using Platform.Inventory.Domain.Places;

namespace Platform.Inventory;

/// <summary>Settings of the section <c>Inventory</c>.</summary>
internal sealed class InventoryOptions
{
    public const string Section = "Inventory";

    /// <summary>The warehouses; three of an example unless set. One that had stock must stay.</summary>
    public IReadOnlyList<WarehouseOptions> Warehouses { get; set; } = [];

    /// <summary>How long a buyer has to reserve when their turn comes in a waiting room, 1 second to 1 hour.</summary>
    public TimeSpan TurnLength { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The warehouses as the domain knows them.</summary>
    public WarehouseMap ToMap() => Warehouses.Count == 0
        ? new WarehouseMap(
        [
            new WarehouseSite("us-east", "Newark", "US", new GeoPoint(40.7, -74.2)),
            new WarehouseSite("us-west", "Reno", "US", new GeoPoint(39.5, -119.8)),
            new WarehouseSite("eu-central", "Kassel", "DE", new GeoPoint(51.3, 9.5)),
        ])
        : new WarehouseMap([.. Warehouses.Select(each => new WarehouseSite(each.Id, each.DisplayName, each.RegionCode, new GeoPoint(each.Latitude, each.Longitude)))]);
}

/// <summary>A warehouse.</summary>
internal sealed class WarehouseOptions
{
    /// <summary>The id, 1 to 63 of a-z0-9-.</summary>
    public string Id { get; set; } = "";

    /// <summary>What people call it.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>The country, ISO 3166-1 alpha-2.</summary>
    public string RegionCode { get; set; } = "";

    /// <summary>Degrees, WGS84.</summary>
    public double Latitude { get; set; }

    /// <summary>Degrees, WGS84.</summary>
    public double Longitude { get; set; }
}

/// <summary>Collects everything that is wrong with the settings.</summary>
internal sealed class InventoryOptionsValidator : IValidateOptions<InventoryOptions>
{
    private const int MaxWarehouses = 100;
    private const int MaxIdLength = 63;

    public ValidateOptionsResult Validate(string? name, InventoryOptions options)
    {
        var failures = new List<string>();
        void Require(bool isRight, string what)
        {
            if (!isRight)
            {
                failures.Add($"{InventoryOptions.Section}:{what}");
            }
        }

        Require(options.TurnLength >= TimeSpan.FromSeconds(1) && options.TurnLength <= TimeSpan.FromHours(1), "TurnLength must be 1 s to 1 h.");
        Require(options.Warehouses.Count <= MaxWarehouses, $"Warehouses must be {MaxWarehouses} at most.");
        Require(options.Warehouses.DistinctBy(each => each.Id).Count() == options.Warehouses.Count, "Warehouses must have different ids.");
        foreach (var each in options.Warehouses)
        {
            Require(IsId(each.Id), "Warehouses must have ids of 1 to 63 of a-z0-9-.");
            Require(Math.Abs(each.Latitude) <= 90 && Math.Abs(each.Longitude) <= 180, "Warehouses must be on earth.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsId(string id) =>
        id.Length is > 0 and <= MaxIdLength && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
