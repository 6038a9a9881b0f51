using System.Globalization;
using Platform.Monetary;

namespace Platform.Catalog.Domain.Import;

/// <summary>Makes products of rows: one product of one variant each, whose id is the SKU.</summary>
/// <param name="currency">The currency of prices that say none.</param>
public sealed class ImportMapper(string currency)
{
    private const char CategorySeparator = '|';

    private static readonly HashSet<string> Named =
        ["sku", "title", "price", "currency", "description", "brand", "category", "image", "weight_grams"];

    /// <summary>The product of a row, or what is wrong with it.</summary>
    public (CatalogProduct? Product, IReadOnlyList<RowProblem> Problems) Map(ImportRow row)
    {
        var problems = new List<RowProblem>();
        var price = PriceOf(row, problems);
        var weight = 0;
        if (Column(row, "weight_grams") is { Length: > 0 } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out weight))
        {
            problems.Add(new RowProblem(row.Number, "weight_grams", "must be a whole number"));
        }

        var product = new CatalogProduct
        {
            Id = Column(row, "sku"),
            Title = Column(row, "title"),
            Description = Column(row, "description"),
            Brand = Column(row, "brand"),
            Categories = [.. Column(row, "category").Split(CategorySeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            Images = Column(row, "image") is { Length: > 0 } image ? [image] : [],
            Attributes = row.Columns.Where(each => !Named.Contains(each.Key)).ToDictionary(),
            Variants = [new ProductVariant(Column(row, "sku"), price, weight, new Dictionary<string, string>())],
        };
        if (problems.Count == 0)
        {
            problems.AddRange(ProductRules.ProblemsOf(product).Select(each => new RowProblem(row.Number, ColumnOf(each.Field), each.Description)).Distinct());
        }

        return (problems.Count == 0 ? product : null, problems);
    }

    private static string Column(ImportRow row, string name) => row.Columns.GetValueOrDefault(name, "").Trim();

    private static string ColumnOf(string field) => field switch
    {
        "product_id" or "variants[0].sku" => "sku",
        "variants[0].price" => "price",
        "variants[0].weight_grams" => "weight_grams",
        "categories" => "category",
        "images" => "image",
        _ => field,
    };

    private Money PriceOf(ImportRow row, List<RowProblem> problems)
    {
        var code = Column(row, "currency") is { Length: > 0 } named ? named.ToUpperInvariant() : currency;
        var isNumber = decimal.TryParse(Column(row, "price"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount);
        if (!Currencies.IsCode(code))
        {
            problems.Add(new RowProblem(row.Number, "currency", "must be a code of ISO 4217, such as USD"));
        }
        else if (!isNumber || amount > long.MaxValue || decimal.Round(amount, Currencies.MinorDigits(code)) != amount)
        {
            problems.Add(new RowProblem(row.Number, "price", "must be a number such as 12.50, with no more decimals than its currency has"));
        }
        else
        {
            return new Money(code, amount);
        }

        return default;
    }
}
