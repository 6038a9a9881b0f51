using Grpc.Core;
using Platform.Catalog.V1;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;

namespace Platform.Catalog.Api;

/// <summary>Finding products: search, suggestions, recommendations. All of it is answered from memory.</summary>
internal sealed partial class ProductApi
{
    private const int MaxPrefixLength = 100;
    private const int DefaultSuggestions = 10;
    private const int MaxSuggestions = 20;
    private const int DefaultRecommendations = 10;
    private const int MaxRecommendations = 50;

    public override async Task<SearchProductsResponse> SearchProducts(SearchProductsRequest request, ServerCallContext context)
    {
        var query = SearchRequests.ToQuery(request);
        await updater.Loaded.WaitAsync(context.CancellationToken);
        return SearchRequests.ToProto(request, query, index.Search(query));
    }

    public override async Task<SuggestProductsResponse> SuggestProducts(SuggestProductsRequest request, ServerCallContext context)
    {
        new FieldValidator()
            .Require(request.Prefix.Length is >= 1 and <= MaxPrefixLength, "prefix", $"must have 1 to {MaxPrefixLength} characters")
            .ThrowIfInvalid();
        var size = Pages.SizeOf(request.PageSize, DefaultSuggestions, MaxSuggestions);
        await updater.Loaded.WaitAsync(context.CancellationToken);
        return new SuggestProductsResponse { Suggestions = { index.Suggest(request.Prefix, size) } };
    }

    public override async Task<ListRecommendationsResponse> ListRecommendations(ListRecommendationsRequest request, ServerCallContext context)
    {
        var id = ResourceNames.ProductOf(request.Name);
        var size = Pages.SizeOf(request.PageSize, DefaultRecommendations, MaxRecommendations);
        await updater.Loaded.WaitAsync(context.CancellationToken);
        if (index.FindListed([id]).Count == 0)
        {
            throw Storage.ProductStore.Unknown(id);
        }

        var found = request.Kind switch
        {
            ListRecommendationsRequest.Types.Kind.Unspecified or ListRecommendationsRequest.Types.Kind.BoughtTogether => index.BoughtTogether(id, size),
            ListRecommendationsRequest.Types.Kind.Similar => index.Similar(id, size),
            _ => throw new InvalidArgumentException("kind", "must be BOUGHT_TOGETHER or SIMILAR"),
        };
        return new ListRecommendationsResponse { Products = { found.Select(ProductMapper.ToProto) } };
    }

    public override async Task<ListTrendingProductsResponse> ListTrendingProducts(ListTrendingProductsRequest request, ServerCallContext context)
    {
        var size = Pages.SizeOf(request.PageSize, DefaultRecommendations, MaxRecommendations);
        await updater.Loaded.WaitAsync(context.CancellationToken);
        return new ListTrendingProductsResponse { Products = { index.Trending(request.Category, clock.GetUtcNow(), size).Select(ProductMapper.ToProto) } };
    }

    public override async Task<ListRecentlyViewedProductsResponse> ListRecentlyViewedProducts(
        ListRecentlyViewedProductsRequest request, ServerCallContext context)
    {
        var size = Pages.SizeOf(request.PageSize, DefaultRecommendations, MaxRecommendations);
        var viewed = await views.GetAsync(context.Principal().UserId, context.CancellationToken);
        await updater.Loaded.WaitAsync(context.CancellationToken);
        return new ListRecentlyViewedProductsResponse { Products = { index.FindListed(viewed).Take(size).Select(ProductMapper.ToProto) } };
    }
}
