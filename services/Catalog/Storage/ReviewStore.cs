using Dapr.Client;
using Platform.Catalog.Domain;
using Platform.Hosting.Failures;
using Platform.State;
using Platform.State.Logs;

namespace Platform.Catalog.Storage;

/// <summary>
/// Reviews, one of each author of a product. A review, the list that it is in and the sum of ratings commit together, so the sum is exact at any moment.
/// Entries of the list that lead to deleted reviews are passed over.
/// </summary>
internal sealed class ReviewStore(DaprClient dapr)
{
    private readonly DocumentStore<ProductReview> _reviews = new(dapr, Stores.State, "review");
    private readonly DocumentStore<RatingSum> _ratings = new(dapr, Stores.State, Kinds.Rating);
    private readonly PagedLog<ReviewEntry> _lists = new(dapr, Stores.State, "review-list");

    /// <summary>The id of an author's review, the same for every product.</summary>
    public static string IdOf(string author) => KeyHash.Of(author);

    /// <summary>Adds a review.</summary>
    /// <exception cref="AlreadyExistsException">REVIEW_EXISTS.</exception>
    public Task CreateAsync(CatalogProduct product, ProductReview review, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var incarnation = Kinds.IncarnationOf(product);
                var document = await _reviews.GetAsync(KeyOf(incarnation, review.Id), token);
                if (document.Value is not null)
                {
                    throw new AlreadyExistsException("REVIEW_EXISTS", "You have reviewed this product.");
                }

                var (sum, list) = (_ratings.GetAsync(incarnation, token), _lists.GetHeadAsync(incarnation, token));
                return await dapr.TryCommitAsync(
                    Stores.State,
                    [
                        _reviews.Put(document, review),
                        PutSum(await sum, before: 0, review.Rating),
                        .. _lists.Append(await list, new ReviewEntry(review.Id, review.CreateTime)),
                    ],
                    token) ? review : null;
            },
            cancellationToken);

    /// <summary>Changes a review, or deletes it.</summary>
    /// <param name="product">Its product.</param>
    /// <param name="id">The review.</param>
    /// <param name="change">Makes the new review; null to delete it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The new review, or the deleted one.</returns>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<ProductReview> ChangeAsync(
        CatalogProduct product, string id, Func<ProductReview, ProductReview?> change, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var incarnation = Kinds.IncarnationOf(product);
                var document = await _reviews.GetAsync(KeyOf(incarnation, id), token);
                var old = document.Value ?? throw Unknown();
                var review = change(old);
                var sum = await _ratings.GetAsync(incarnation, token);
                StateTransactionRequest[] writes =
                    [review is null ? _reviews.Delete(document) : _reviews.Put(document, review), PutSum(sum, old.Rating, review?.Rating ?? 0)];
                return await dapr.TryCommitAsync(Stores.State, writes, token) ? review ?? old : null;
            },
            cancellationToken);

    /// <summary>A page of reviews, newest first.</summary>
    /// <param name="product">The product.</param>
    /// <param name="before">Where the page before ended; null for the first page.</param>
    /// <param name="count">How many at most. There may be fewer, for deleted ones are passed over.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<(IReadOnlyList<ProductReview> Reviews, long? Next)> ListAsync(
        CatalogProduct product, long? before, int count, CancellationToken cancellationToken)
    {
        var incarnation = Kinds.IncarnationOf(product);
        var page = await _lists.ReadNewestAsync(incarnation, before, count, cancellationToken);
        var ids = page.Select(item => KeyOf(incarnation, item.Item.ReviewId)).Distinct().ToList();
        var reviews = (await _reviews.GetManyAsync(ids, cancellationToken)).Select(document => document.Value).OfType<ProductReview>().ToDictionary(review => review.Id);
        return (
            [.. page.Select(item => reviews.GetValueOrDefault(item.Item.ReviewId) is { } review && review.CreateTime == item.Item.CreateTime ? review : null).OfType<ProductReview>()],
            page.Count == count && page[^1].Position > 0 ? page[^1].Position : null);
    }

    public static NotFoundException Unknown() => new("REVIEW_NOT_FOUND", "There is no such review.");

    private static string KeyOf(string incarnation, string id) => $"{incarnation}/{id}";

    private StateTransactionRequest PutSum(Document<RatingSum> sum, int before, int after) =>
        _ratings.Put(sum, (sum.Value ?? RatingSum.None).Replace(before, after));

    /// <summary>A review in the list: a later one of the same author has another time.</summary>
    internal sealed record ReviewEntry(string ReviewId, DateTimeOffset CreateTime);
}
