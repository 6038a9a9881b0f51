using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Platform.Catalog.Domain;
using Platform.Catalog.Domain.Search;

namespace Platform.Catalog.Tests.Domain;

public sealed class SearchPropertyTests
{
    private static readonly Synonyms SomeSynonyms = new(["lamp lantern light"]);

    private static readonly Arbitrary<(CatalogEntry[] Entries, ProductQuery Query)> Questions =
        (from entries in Catalogs.Entries from query in Catalogs.Query select (entries, query)).ToArbitrary();

    [Fact]
    public void Search_FindsWhatAFullScanFinds() => Check(question =>
    {
        using var index = Catalogs.Index(question.Entries, SomeSynonyms);

        var result = index.Search(question.Query);

        var expected = new SearchModel(question.Entries, SomeSynonyms).Search(question.Query);
        result.Entries.Select(entry => entry.Product.Id).ShouldBe(expected);
        result.Total.ShouldBe(expected.Count);
    });

    [Fact]
    public void Search_AfterChanges_IsThatOfAFreshIndex() => Check(question =>
    {
        var (entries, query) = question;
        using var index = Catalogs.Index(entries.Select((entry, i) => Catalogs.Entry(i, new Random(i))), SomeSynonyms);
        var kept = entries.Where((_, i) => i % 3 != 0).ToArray();

        foreach (var entry in entries)
        {
            index.Remove(entry.Product.Id);
        }

        foreach (var entry in kept)
        {
            index.Put(entry);
        }

        using var fresh = Catalogs.Index(kept, SomeSynonyms);
        var (changed, expected) = (index.Search(query), fresh.Search(query));
        changed.Entries.ShouldBe(expected.Entries);
        changed.CorrectedText.ShouldBe(expected.CorrectedText);
        Flat(changed).ShouldBe(Flat(expected));
    });

    [Fact]
    public void Facets_CountWhatTheirValuesWouldFind() => Check(question =>
    {
        var (entries, query) = question;
        using var index = Catalogs.Index(entries, SomeSynonyms);
        var model = new SearchModel(entries, SomeSynonyms);

        foreach (var (facet, value, count) in Flat(index.Search(query)))
        {
            model.Count(Narrowed(query, facet, value)).ShouldBe(count, $"{facet}={value}");
        }
    });

    [Fact]
    public void Facets_OfBrands_LeaveNoneOut() => Check(question =>
    {
        var (entries, query) = question;
        using var index = Catalogs.Index(entries, SomeSynonyms);

        var found = new SearchModel(entries, SomeSynonyms).Search(query with { Brands = [] }).ToHashSet();

        var brands = entries.Where(entry => found.Contains(entry.Product.Id) && entry.Product.Brand.Length > 0).CountBy(entry => entry.Product.Brand);
        Flat(index.Search(query)).Where(each => each.Facet == "brand").Select(each => KeyValuePair.Create(each.Value, each.Count)).ShouldBe(brands, ignoreOrder: true);
    });

    [Fact]
    public void Pages_TogetherAreTheWholeResult() => Check(question =>
    {
        using var index = Catalogs.Index(question.Entries, SomeSynonyms);
        var all = index.Search(question.Query).Entries;

        var pages = Enumerable.Range(0, 13).SelectMany(page => index.Search(question.Query with { Offset = page * 2, Count = 2 }).Entries);

        pages.ShouldBe(all);
    });

    private static void Check(Action<(CatalogEntry[] Entries, ProductQuery Query)> property) =>
        Prop.ForAll(Questions, property).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static List<(string Facet, string Value, int Count)> Flat(SearchResult result) =>
        [.. result.Facets.SelectMany(facet => facet.Values.Select(value => (facet.Name, value.Key, value.Value)))];

    private static ProductQuery Narrowed(ProductQuery query, string facet, string value) => facet switch
    {
        "category" => query with { Category = value },
        "brand" => query with { Brands = [value] },
        "price" => query with { MinPrice = Price(value.Split("..")[0]), MaxPrice = Price(value.Split("..")[1]) },
        "rating" => query with { MinRating = double.Parse(value, CultureInfo.InvariantCulture) },
        _ => query with { InStock = true },
    };

    private static decimal? Price(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
