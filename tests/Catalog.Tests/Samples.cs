using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf;
using Platform.Catalog.V1;
using Platform.Monetary;
using Platform.Testing;

namespace Platform.Catalog.Tests;

/// <summary>Products of tests: made ones and real ones.</summary>
internal static class Samples
{
    public static Product.Types.Variant Variant(string sku, decimal price = 12.50m, string currency = "USD") =>
        new() { Sku = sku, Price = new Money(currency, price).ToProto(), WeightGrams = 250 };

    /// <summary>871 products of Best Buy, JSON.</summary>
    public static HttpBody BestBuy() => Json(BestBuyText());

    /// <summary>3,922 products of a gift shop, CSV. One has no SKU (`BANK CHARGES`) and one costs nothing (`PADS`).</summary>
    public static HttpBody OnlineRetail() => Csv(OnlineRetailText());

    public static HttpBody Json(string text) => new() { ContentType = "application/json", Data = ByteString.CopyFromUtf8(text) };

    public static HttpBody Csv(string text) => new() { ContentType = "text/csv; charset=utf-8", Data = ByteString.CopyFromUtf8(text) };

    // The names that imports know, for those that the sets have.
    private static string BestBuyText()
    {
        var products = JsonNode.Parse(Unzip(Datasets.Require("a-products", "bestbuy-products.json.gz")))!.AsArray();
        foreach (var product in products.Select(each => each!.AsObject()))
        {
            product["title"] = product["name"]!.DeepClone();
            product["brand"] = product["manufacturer"]?.DeepClone();
            product.Remove("name");
            product.Remove("manufacturer");
        }

        return products.ToJsonString();
    }

    private static string OnlineRetailText() => Unzip(Datasets.Require("a-products", "online-retail-products.csv.gz"))
        .Replace("stock_code,description,median_unit_price_gbp", "sku,title,price", StringComparison.Ordinal);

    private static string Unzip(string path)
    {
        using var zip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(zip, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
