using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Catalog.Domain;
using Platform.Catalog.Domain.Search;
using Platform.Catalog.Events;
using Platform.Catalog.Storage;
using Platform.Catalog.V1;
using Platform.Hosting;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;

namespace Platform.Catalog.Api;

/// <summary>The API of reviews.</summary>
internal sealed class ReviewApi(
    ProductStore products, CatalogIndex index, ReviewStore reviews, SalesStore sales, CatalogEvents events, TimeProvider clock)
    : ReviewService.ReviewServiceBase
{
    private const int DefaultPageSize = 20;
    private const int MaxPageSize = 100;
    private const int MaxTitleLength = 200;
    private const int MaxTextLength = 5000;

    private static readonly string[] Fields = ["rating", "title", "text"];

    public override async Task<ListReviewsResponse> ListReviews(ListReviewsRequest request, ServerCallContext context)
    {
        var size = Pages.SizeOf(request.PageSize, DefaultPageSize, MaxPageSize);
        var before = PageToken.Decode(request.PageToken, request.Parent)?[0];
        var id = ResourceNames.ProductOf(request.Parent, "parent");
        var product = index.Find(id)?.Product ?? await products.GetAsync(id, context.CancellationToken);
        var (page, next) = await reviews.ListAsync(product, before, size, context.CancellationToken);
        var buyers = await sales.FindBuyersAsync(product.Id, [.. page.Select(review => review.Author)], context.CancellationToken);
        return new ListReviewsResponse
        {
            Reviews = { page.Select(review => ToProto(product, review, buyers)) },
            NextPageToken = next is { } position ? PageToken.Encode([position], request.Parent) : "",
        };
    }

    public override async Task<Review> CreateReview(CreateReviewRequest request, ServerCallContext context)
    {
        var message = request.Review ?? throw new InvalidArgumentException("review", "must be set");
        Require(message, [.. Fields]);
        var (author, now) = (context.Principal().UserId, clock.GetUtcNow());
        var product = await products.GetAsync(ResourceNames.ProductOf(request.Parent, "parent"), context.CancellationToken);
        var review = new ProductReview
        {
            Id = ReviewStore.IdOf(author),
            Author = author,
            Rating = message.Rating,
            Title = message.Title,
            Text = message.Text,
            CreateTime = now,
            UpdateTime = now,
        };
        await reviews.CreateAsync(product, review, context.CancellationToken);
        return await TellAsync(product, review, context.CancellationToken);
    }

    public override async Task<Review> UpdateReview(UpdateReviewRequest request, ServerCallContext context)
    {
        var message = request.Review ?? throw new InvalidArgumentException("review", "must be set");
        var mask = MaskOf(request);
        new FieldValidator().Require(mask.IsSubsetOf(Fields), "update_mask", $"must name only {string.Join(", ", Fields)}").ThrowIfInvalid();
        Require(message, mask);
        var (product, id) = await FindAsync(message.Name, "review.name", context, mayAdmin: false);
        var now = clock.GetUtcNow();
        var review = await reviews.ChangeAsync(
            product,
            id,
            old => old with
            {
                Rating = mask.Contains("rating") ? message.Rating : old.Rating,
                Title = mask.Contains("title") ? message.Title : old.Title,
                Text = mask.Contains("text") ? message.Text : old.Text,
                UpdateTime = now,
            },
            context.CancellationToken);
        return await TellAsync(product, review, context.CancellationToken);
    }

    public override async Task<Empty> DeleteReview(DeleteReviewRequest request, ServerCallContext context)
    {
        var (product, id) = await FindAsync(request.Name, "name", context, mayAdmin: true);
        await reviews.ChangeAsync(product, id, static _ => null, context.CancellationToken);
        await events.IndexStaleAsync([product.Id], context.CancellationToken);
        return new Empty();
    }

    private static Review ToProto(CatalogProduct product, ProductReview review, IReadOnlySet<string> buyers) => new()
    {
        Name = ResourceNames.OfReview(product.Id, review.Id),
        Author = review.Author,
        Rating = review.Rating,
        Title = review.Title,
        Text = review.Text,
        VerifiedPurchase = buyers.Contains(review.Author),
        CreateTime = Timestamp.FromDateTimeOffset(review.CreateTime),
        UpdateTime = Timestamp.FromDateTimeOffset(review.UpdateTime),
    };

    private static void Require(Review review, HashSet<string> fields) => new FieldValidator()
        .Require(!fields.Contains("rating") || review.Rating is >= 1 and <= 5, "review.rating", "must be 1 to 5")
        .Require(!fields.Contains("title") || review.Title.Length <= MaxTitleLength, "review.title", $"must have at most {MaxTitleLength} characters")
        .Require(!fields.Contains("text") || review.Text.Length <= MaxTextLength, "review.text", $"must have at most {MaxTextLength} characters")
        .ThrowIfInvalid();

    // Without a mask all fields that are set are meant, and * means all there are (AIP-134).
    private static HashSet<string> MaskOf(UpdateReviewRequest request) =>
        request.UpdateMask is { Paths.Count: > 0 } mask ? mask.Paths is ["*"] ? [.. Fields] : [.. mask.Paths]
        : [.. Fields.Where(field => field switch
            {
                "rating" => request.Review.Rating != 0,
                "title" => request.Review.Title.Length > 0,
                _ => request.Review.Text.Length > 0,
            })];

    // Somebody else's review is none for the caller.
    private async Task<(CatalogProduct Product, string Id)> FindAsync(string name, string field, ServerCallContext context, bool mayAdmin)
    {
        var (productId, id) = ResourceNames.ReviewOf(name, field);
        var caller = context.Principal();
        return id == ReviewStore.IdOf(caller.UserId) || (mayAdmin && caller.HasRole("admin"))
            ? (await products.GetAsync(productId, context.CancellationToken), id)
            : throw ReviewStore.Unknown();
    }

    private async Task<Review> TellAsync(CatalogProduct product, ProductReview review, CancellationToken cancellationToken)
    {
        await events.IndexStaleAsync([product.Id], cancellationToken);
        return ToProto(product, review, await sales.FindBuyersAsync(product.Id, [review.Author], cancellationToken));
    }
}
