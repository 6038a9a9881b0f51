using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Catalog.V1;
using Platform.Testing.Services;

namespace Platform.Catalog.Tests.Api;

public sealed class ReviewTests(CatalogFixture catalog) : IClassFixture<CatalogFixture>
{
    [Fact]
    public async Task Reviews_OfManyAtOnce_AddUpExactly()
    {
        var product = await catalog.CreateAsync("rated");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ReviewAsync(product, $"user-{i}", (i % 5) + 1)));
        await catalog.Reviews.UpdateReviewAsync(
            new UpdateReviewRequest { Review = new Review { Name = await NameAsync(product, "user-0"), Rating = 5 } }, CallAssertions.By("user-0"));
        await catalog.Reviews.DeleteReviewAsync(new DeleteReviewRequest { Name = await NameAsync(product, "user-1") }, CallAssertions.By("user-1"));

        // 4 × (1 + … + 5) = 60, + 4 for the change, - 2 for the deletion.
        var rating = (await catalog.Products.GetProductAsync(new GetProductRequest { Name = product.Name })).Rating;
        (rating.Count, rating.Average).ShouldBe((19, 62.0 / 19));
        (await ListAsync(product)).Count.ShouldBe(19);
        var found = await catalog.Products.SearchProductsAsync(new SearchProductsRequest { MinRating = 3 });
        found.Products.ShouldContain(each => each.Name == product.Name && each.Rating.Count == 19);
    }

    [Fact]
    public async Task Review_OfOneAuthor_IsOneAndTheirs()
    {
        var product = await catalog.CreateAsync("once");
        var review = await ReviewAsync(product, "author", 4);

        (await Create(product, "author", 5).ShouldFailAsync(StatusCode.AlreadyExists)).ShouldBe("REVIEW_EXISTS");
        (review.Author, review.VerifiedPurchase).ShouldBe(("author", false));
        var change = new UpdateReviewRequest { Review = new Review { Name = review.Name, Title = "Mine" }, UpdateMask = new FieldMask { Paths = { "title" } } };
        await catalog.Reviews.UpdateReviewAsync(change, CallAssertions.By("stranger")).ShouldFailAsync(StatusCode.NotFound);
        await catalog.Reviews.DeleteReviewAsync(new DeleteReviewRequest { Name = review.Name }, CallAssertions.By("stranger")).ShouldFailAsync(StatusCode.NotFound);
        (await catalog.Reviews.UpdateReviewAsync(change, CallAssertions.By("author"))).Title.ShouldBe("Mine");
        await catalog.Reviews.DeleteReviewAsync(new DeleteReviewRequest { Name = review.Name }, CallAssertions.By("staff", "admin"));
        catalog.Clock.Advance(TimeSpan.FromSeconds(1));
        await ReviewAsync(product, "author", 2);
        (await ListAsync(product)).Select(each => each.Rating).ShouldBe([2]);
    }

    [Fact]
    public async Task Reviews_AreListedNewestFirstInPages()
    {
        var product = await catalog.CreateAsync("listed");
        for (var i = 0; i < 5; i++)
        {
            catalog.Clock.Advance(TimeSpan.FromSeconds(1));
            await ReviewAsync(product, $"user-{i}", 3);
        }

        (await ListAsync(product)).Select(review => review.Author).ShouldBe(["user-4", "user-3", "user-2", "user-1", "user-0"]);
    }

    [Fact]
    public async Task Review_OfBadFieldsOrUnknownProducts_Fails()
    {
        var product = await catalog.CreateAsync("strict");
        var bad = new CreateReviewRequest { Parent = product.Name, Review = new Review { Rating = 6, Title = new string('x', 201) } };

        (await catalog.Reviews.CreateReviewAsync(bad, CallAssertions.By("a")).ShouldBeInvalidAsync()).ShouldBe(["review.rating", "review.title"]);
        await Create(new Product { Name = "products/nothing" }, "a", 3).ShouldFailAsync(StatusCode.NotFound);
        await catalog.Reviews.CreateReviewAsync(new CreateReviewRequest { Parent = product.Name, Review = new Review { Rating = 3 } })
            .ShouldFailAsync(StatusCode.Unauthenticated);
    }

    private AsyncUnaryCall<Review> Create(Product product, string author, int rating) => catalog.Reviews.CreateReviewAsync(
        new CreateReviewRequest { Parent = product.Name, Review = new Review { Rating = rating, Text = "Works." } }, CallAssertions.By(author));

    private async Task<Review> ReviewAsync(Product product, string author, int rating) => await Create(product, author, rating);

    private async Task<string> NameAsync(Product product, string author) => (await ListAsync(product)).Single(review => review.Author == author).Name;

    private async Task<List<Review>> ListAsync(Product product)
    {
        var (reviews, token) = (new List<Review>(), "");
        do
        {
            var page = await catalog.Reviews.ListReviewsAsync(new ListReviewsRequest { Parent = product.Name, PageSize = 2, PageToken = token });
            reviews.AddRange(page.Reviews);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return reviews;
    }
}
