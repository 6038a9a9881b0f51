using System.Net;
using Google.Api;
using Google.Protobuf.Reflection;
using Platform.Hosting.Access;
using Platform.Orders.V1;

namespace Platform.Commerce.Tests.StoreFront;

/// <summary>Every public method of the shop that is about something of a user's, called about somebody else's: through the public door, in each role.</summary>
public sealed class ForeignCallersTests(StoreFrontFixture store) : IClassFixture<StoreFrontFixture>
{
    private static readonly object Texas = new { regionCode = "US", administrativeArea = "TX", postalCode = "73301" };

    // Admins and merchants run the shop; a customer, a driver and a courier are strangers to each other's orders.
    private static readonly string[][] Strangers = [[], ["driver"], ["courier"]];

    [Fact]
    public async Task EveryMethod_AboutAnOrderOrPaymentOfSomebodyElse_IsRefused()
    {
        var sku = await store.Shop.SellAsync("owned", new Google.Type.Money { CurrencyCode = "USD", Units = 20 }, 10);
        var owner = await store.SignInAsync("owner");
        await owner.AddAsync(sku, 1);
        var name = await owner.CheckoutAsync(Texas);
        (await owner.AwaitEndAsync(name)).GetProperty("state").GetString().ShouldBe("CONFIRMED");
        await owner.PostAsync($"/v1/products/{sku}/reviews", new { rating = 4, title = "Mine" });
        var review = (await owner.GetAsync($"/v1/products/{sku}/reviews")).GetProperty("reviews")[0].GetProperty("name").GetString()!;
        var requests = OwnedMethods().Select(method => Request(method, name["orders/".Length..], review, sku)).ToList();

        requests.Count.ShouldBeGreaterThan(12);
        foreach (var (method, path, body) in requests)
        {
            foreach (var roles in Strangers)
            {
                var stranger = await store.SignInAsync("stranger", roles);
                var (status, reason) = await stranger.TryAsync(method, path, body);
                status.ShouldBeOneOf([HttpStatusCode.Forbidden, HttpStatusCode.NotFound], $"{method} {path} of a stranger: {reason}");
                reason.ShouldNotBe("ROUTE_NOT_FOUND", path);
            }

            (await store.Anonymous.TryAsync(method, path, body)).Status.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path} of nobody");
        }

        // That it is not refused to everybody.
        (await owner.TryAsync(HttpMethod.Get, "/v1/" + name)).Status.ShouldBe(HttpStatusCode.OK);
        (await owner.TryAsync(HttpMethod.Get, "/v1/payments/" + name["orders/".Length..])).Status.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>The methods whose path names an order, a payment or a review. The simulator plays the bank, which anybody may who knows the payment's id.</summary>
    private static IEnumerable<MethodDescriptor> OwnedMethods() => MethodAccess.PublicMethods(typeof(OrdersReflection).Assembly)
        .Where(method => !method.AccessRule()!.Anonymous)
        .Where(method => new[] { "orders/*", "payments/*", "reviews/*" }.Any(resource => Pattern(method).Path.Contains(resource, StringComparison.Ordinal)));

    private static (HttpMethod Method, string Path, object? Body) Request(MethodDescriptor method, string order, string review, string sku)
    {
        var (verb, path) = Pattern(method);
        var (start, end) = (path.IndexOf('{', StringComparison.Ordinal), path.IndexOf('}', StringComparison.Ordinal));
        var resource = path[(start + 1)..end].Split('=')[1];
        var named = resource.Contains("reviews", StringComparison.Ordinal) ? review : resource.Replace("*", order, StringComparison.Ordinal);
        // Good ones, so that nobody is refused for another reason.
        object? body = method.Name switch
        {
            "ReturnOrder" => new { parts = new[] { new { sku, quantity = 1 } }, reason = "mine now" },
            "UpdateReview" => new { rating = 1, title = "Mine now" },
            _ => verb == HttpMethod.Get || verb == HttpMethod.Delete ? null : new { },
        };
        return (verb, path[..start] + named + path[(end + 1)..], body);
    }

    private static (HttpMethod Verb, string Path) Pattern(MethodDescriptor method)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        return rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
            HttpRule.PatternOneofCase.Put => (HttpMethod.Put, rule.Put),
            _ => (HttpMethod.Delete, rule.Delete),
        };
    }
}
