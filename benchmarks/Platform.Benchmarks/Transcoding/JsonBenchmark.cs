using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Platform.Benchmarks.Harness;
using Platform.Catalog.V1;
using Platform.Gateway.Transcoding;

namespace Platform.Benchmarks.Transcoding;

/// <summary>A page of search results as JSON in UTF-8: by the gateway's writer, and by the formatter of protobuf.</summary>
internal static class JsonBenchmark
{
    private const int Products = 20;
    private const int Variants = 3;
    private const int Attributes = 6;
    private const int Facets = 4;
    private const int FacetValues = 12;

    public static Task RunAsync(BenchmarkSettings settings)
    {
        var page = Page();
        var json = ApiSurface.FromAssembly(typeof(SearchProductsResponse).Assembly).Json;
        var formatter = new JsonFormatter(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));
        return new Scenario("json")
            .Measure("gateway", _ =>
            {
                using var text = json.Write(page);
                return Task.CompletedTask;
            })
            .Measure("JsonFormatter", _ => Task.FromResult(Encoding.UTF8.GetBytes(formatter.Format(page))))
            .Compare("json", "gateway", "JsonFormatter")
            // Nothing waits, so more callers than processors would only wait for each other.
            .RunAsync(settings with { Callers = Environment.ProcessorCount }, Console.Out);
    }

    private static SearchProductsResponse Page() => new()
    {
        TotalSize = 4711,
        NextPageToken = "b2Zmc2V0OjIw",
        Products = { Enumerable.Range(1, Products).Select(Product) },
        Facets =
        {
            Enumerable.Range(1, Facets).Select(number => new SearchProductsResponse.Types.Facet
            {
                Name = $"facet-{number}",
                Values = { Enumerable.Range(1, FacetValues).Select(Value) },
            }),
        },
    };

    private static SearchProductsResponse.Types.Facet.Types.Value Value(int number) => new() { Value_ = $"Value {number}", Count = 97 * number };

    private static Product Product(int number) => new()
    {
        Name = $"products/grinder-{number}",
        Title = $"Burr grinder no. {number} with 40 steps",
        Description = "Grinds evenly from espresso to French press. Conical burrs of hardened steel, a quiet motor and a hopper for 300 g. " +
            "Comes with a brush, a cup and a café-tested guide.",
        Brand = "Mühle & Söhne",
        Categories = { "Appliances", "Appliances/Coffee", "Appliances/Coffee/Grinders" },
        Variants = { Enumerable.Range(1, Variants).Select(variant => Variant(number, variant)) },
        Images = { $"https://images.example.com/grinder-{number}/front.jpg", $"https://images.example.com/grinder-{number}/back.jpg" },
        Attributes = { Enumerable.Range(1, Attributes).ToDictionary(attribute => $"attribute-{attribute}", attribute => $"{attribute * 10} units") },
        State = Platform.Catalog.V1.Product.Types.State.Active,
        Rating = new Product.Types.Rating { Average = 4.37, Count = 1234 },
        SoldCount = 98_765,
        InStock = true,
        CreateTime = new Timestamp { Seconds = 1_700_000_000 + number, Nanos = 123_000_000 },
        UpdateTime = new Timestamp { Seconds = 1_750_000_000 + number, Nanos = 123_456_000 },
        Etag = $"{number:x16}",
    };

    private static Product.Types.Variant Variant(int product, int number) => new()
    {
        Sku = $"grinder-{product}-{number}",
        Options = { ["colour"] = "black", ["voltage"] = "230" },
        Price = new Money { CurrencyCode = "EUR", Units = 199, Nanos = 990_000_000 },
        WeightGrams = 2400,
        InStock = true,
    };
}
