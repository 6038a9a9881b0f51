using Platform.Hosting.Failures;
using Platform.Inventory.Domain.Stock;

namespace Platform.Inventory.Api;

/// <summary>Names of resources: <c>stock/{sku}</c> and what is below it.</summary>
internal static class ResourceNames
{
    private const string Stock = "stock/";
    private const string Reorders = "/reorders/";
    private const string MyPlace = "/places/me";

    public static string OfStock(string sku) => Stock + sku;

    public static string OfMovement(string sku, long sequence) => FormattableString.Invariant($"{Stock}{sku}/movements/{sequence}");

    public static string OfReorder(string sku, string id) => Stock + sku + Reorders + id;

    public static string OfPlace(string sku) => Stock + sku + MyPlace;

    /// <summary>The SKU in <c>stock/{sku}</c>.</summary>
    /// <exception cref="InvalidArgumentException">It is no such name.</exception>
    public static string Sku(string name, string field = "name") =>
        name.StartsWith(Stock, StringComparison.Ordinal) && name[Stock.Length..] is var sku && Names.IsSku(sku)
            ? sku
            : throw new InvalidArgumentException(field, "must be stock/{sku}, the SKU of 1 to 64 of A-Za-z0-9._~-");

    /// <summary>SKU and id in <c>stock/{sku}/reorders/{id}</c>.</summary>
    /// <exception cref="InvalidArgumentException">It is no such name.</exception>
    public static (string Sku, string Id) Reorder(string name) =>
        name.IndexOf(Reorders, StringComparison.Ordinal) is > 0 and var end && Names.IsId(name[(end + Reorders.Length)..])
            ? (Sku(name[..end]), name[(end + Reorders.Length)..])
            : throw new InvalidArgumentException("name", "must be stock/{sku}/reorders/{id}");

    /// <summary>The SKU in <c>stock/{sku}/places/me</c>.</summary>
    /// <exception cref="InvalidArgumentException">It is no such name.</exception>
    public static string SkuOfPlace(string name) =>
        name.EndsWith(MyPlace, StringComparison.Ordinal)
            ? Sku(name[..^MyPlace.Length])
            : throw new InvalidArgumentException("name", "must be stock/{sku}/places/me");
}
