using System.Globalization;
using Platform.Catalog.Domain.Search;
using Platform.Catalog.V1;
using Platform.Hosting;
using Platform.Hosting.Failures;

namespace Platform.Catalog.Api;

/// <summary>Searches as messages.</summary>
internal static class SearchRequests
{
    private const int DefaultPageSize = 20;
    private const int MaxPageSize = 100;
    private const int MaxQueryLength = 200;
    private const int MaxBrands = 20;
    private const int MaxTextLength = 500;
    private const double MaxRating = 5;

    /// <summary>The query that a request asks for.</summary>
    /// <exception cref="InvalidArgumentException">Fields are bad.</exception>
    public static ProductQuery ToQuery(SearchProductsRequest request)
    {
        var (isMin, min) = PriceOf(request.MinPrice);
        var (isMax, max) = PriceOf(request.MaxPrice);
        new FieldValidator()
            .Require(request.Query.Length <= MaxQueryLength, "query", $"must have at most {MaxQueryLength} characters")
            .Require(request.Category.Length <= MaxTextLength, "category", $"must have at most {MaxTextLength} characters")
            .Require(request.Brands.Count <= MaxBrands && request.Brands.All(brand => brand.Length <= MaxTextLength), "brands", $"must be at most {MaxBrands} names")
            .Require(isMin, "min_price", "must be a number such as 19.99")
            .Require(isMax, "max_price", "must be a number such as 19.99")
            .Require(request.MinRating is 0 or (>= 1 and <= MaxRating), "min_rating", "must be 1 to 5, or 0 for all")
            .Require(System.Enum.IsDefined(request.Order), "order", "must be one of the orders")
            .ThrowIfInvalid();
        return new ProductQuery
        {
            Text = request.Query,
            Category = request.Category,
            Brands = [.. request.Brands],
            MinPrice = min,
            MaxPrice = max,
            MinRating = request.MinRating,
            InStock = request.InStock,
            Order = OrderOf(request.Order),
            Offset = OffsetOf(request),
            Count = Pages.SizeOf(request.PageSize, DefaultPageSize, MaxPageSize),
        };
    }

    public static SearchProductsResponse ToProto(SearchProductsRequest request, ProductQuery query, SearchResult result)
    {
        var next = query.Offset + result.Entries.Count;
        return new SearchProductsResponse
        {
            Products = { result.Entries.Select(ProductMapper.ToProto) },
            NextPageToken = next < result.Total ? PageToken.Encode([next], Fingerprint(request)) : "",
            TotalSize = result.Total,
            Facets = { result.Facets.Select(ToProto) },
            CorrectedQuery = result.CorrectedText,
        };
    }

    private static SearchProductsResponse.Types.Facet ToProto(Facet facet) => new()
    {
        Name = facet.Name,
        Values = { facet.Values.Select(each => new SearchProductsResponse.Types.Facet.Types.Value { Value_ = each.Key, Count = each.Value }) },
    };

    private static ResultOrder OrderOf(SearchProductsRequest.Types.Order order) => order switch
    {
        SearchProductsRequest.Types.Order.PriceAscending => ResultOrder.PriceAscending,
        SearchProductsRequest.Types.Order.PriceDescending => ResultOrder.PriceDescending,
        SearchProductsRequest.Types.Order.Rating => ResultOrder.Rating,
        SearchProductsRequest.Types.Order.Sales => ResultOrder.Sales,
        SearchProductsRequest.Types.Order.Newest => ResultOrder.Newest,
        _ => ResultOrder.Relevance,
    };

    private static (bool IsRight, decimal? Price) PriceOf(string text) =>
        text.Length == 0 ? (true, null)
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) ? (true, price)
        : (false, null);

    private static int OffsetOf(SearchProductsRequest request) =>
        PageToken.Decode(request.PageToken, Fingerprint(request)) is not [var offset] ? 0
        : offset is >= 0 and <= int.MaxValue ? (int)offset
        : throw new InvalidArgumentException("page_token", "must be the next_page_token of an answer to the same query");

    // All but the page.
    private static string Fingerprint(SearchProductsRequest request) =>
        new SearchProductsRequest(request) { PageSize = 0, PageToken = "" }.ToString();
}
