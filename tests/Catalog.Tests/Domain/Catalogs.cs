using FsCheck;
using FsCheck.Fluent;
using Platform.Catalog.Domain;
using Platform.Catalog.Domain.Search;
using Platform.Monetary;

namespace Platform.Catalog.Tests.Domain;

/// <summary>Small catalogs of few words, so that products have much in common.</summary>
internal static class Catalogs
{
    private static readonly string[] Words = ["kettle", "kettles", "red", "lamp", "lantern", "battery", "batteries", "charger", "usb", "steel", "paper", "4"];
    private static readonly string[] Queries =
        ["", "!!!", "kettle", "red kettle", "lamps", "lantern", "baterry", "charger usb", "chargr", "xyzzy", "xyzzy steel", "the red", "ketle steal", "light", "99"];

    private static readonly string[] CategoryNames = ["Home", "Home/Light", "Home/Light/Lamps", "Homes", "Office"];
    private static readonly string[] Brands = ["", "Acme", "Bolt"];

    public static Gen<CatalogEntry[]> Entries { get; } =
        from seeds in Gen.Choose(0, int.MaxValue).ListOf(25)
        select seeds.Select((seed, i) => Entry(i, new Random(seed))).ToArray();

    public static Gen<ProductQuery> Query { get; } =
        from text in Gen.Elements(Queries)
        from category in Gen.Elements(["", .. CategoryNames])
        from brands in Gen.Elements<string[]>([], [], ["Acme"], ["Acme", "Bolt"])
        from prices in Gen.Elements<(decimal?, decimal?)>((null, null), (null, null), (10, null), (null, 25), (10, 50))
        from rating in Gen.Elements(0.0, 0.0, 3.0, 4.5)
        from inStock in Gen.Elements(true, false)
        from order in Gen.Elements(Enum.GetValues<ResultOrder>())
        select new ProductQuery
        {
            Text = text,
            Category = category,
            Brands = brands,
            MinPrice = prices.Item1,
            MaxPrice = prices.Item2,
            MinRating = rating,
            InStock = inStock,
            Order = order,
            Count = 100,
        };

    public static CatalogIndex Index(IEnumerable<CatalogEntry> entries, Synonyms synonyms)
    {
        var index = new CatalogIndex(synonyms);
        foreach (var entry in entries)
        {
            index.Put(entry);
        }

        return index;
    }

    public static CatalogEntry Entry(int number, Random random)
    {
        var count = random.Next(0, 4);
        var product = new CatalogProduct
        {
            Id = $"p{number}",
            Title = Text(random, 1, 4),
            Description = Text(random, 0, 6),
            Brand = random.GetItems(Brands, 1)[0],
            Categories = [.. random.GetItems(CategoryNames, random.Next(0, 3)).Distinct()],
            Variants = [new ProductVariant($"p{number}", new Money("USD", random.GetItems([5m, 10m, 24.99m, 25m, 80m, 1500m], 1)[0]), 0, new Dictionary<string, string>())],
            CreateTime = DateTimeOffset.UnixEpoch.AddDays(random.Next(5)),
            Revision = random.Next(),
        };
        return new CatalogEntry(
            product,
            count == 0 ? RatingSum.None : new RatingSum(random.Next(count, (5 * count) + 1), count),
            new ProductSales { Sold = random.Next(0, 100) },
            random.Next(2) == 0 ? new HashSet<string>() : new HashSet<string> { product.Id });
    }

    private static string Text(Random random, int least, int most) => string.Join(' ', random.GetItems(Words, random.Next(least, most + 1)));
}
