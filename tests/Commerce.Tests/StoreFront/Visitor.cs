using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Api;
using Platform.Testing;

namespace Platform.Commerce.Tests.StoreFront;

/// <summary>Somebody at the public door, with HTTP and JSON as any browser has.</summary>
internal sealed class Visitor(HttpClient client, string user, string? token)
{
    public string User => user;

    /// <summary>The W3C trace context that requests carry; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The same person, whose requests carry a trace context.</summary>
    public Visitor WithTrace(string traceParent) => new(client, user, token) { TraceParent = traceParent };

    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, content: null);

    public Task<JsonElement> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, JsonContent.Create(body));

    /// <summary>Sends a file.</summary>
    public async Task<JsonElement> UploadAsync(string path, HttpBody file)
    {
        var content = new ByteArrayContent(file.Data.ToByteArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(file.ContentType);
        return await SendAsync(HttpMethod.Post, path, content);
    }

    /// <summary>Puts something into the cart.</summary>
    public Task AddAsync(string sku, int quantity) => PostAsync("/v1/users/me/cart/items", new { sku, quantity });

    /// <summary>Buys what is in the cart.</summary>
    /// <returns>The order's name.</returns>
    public async Task<string> CheckoutAsync(object shippingAddress, string paymentToken = "tok_visa") =>
        (await PostAsync("/v1/orders:checkout", new { paymentToken, shippingAddress, requestId = "checkout" })).GetProperty("name").GetString()!;

    /// <summary>The order when its checkout has ended.</summary>
    public async Task<JsonElement> AwaitEndAsync(string order, TimeSpan? patience = null)
    {
        var ended = default(JsonElement);
        await Eventually.AssertAsync(
            async () =>
            {
                ended = await GetAsync("/v1/" + order);
                ended.GetProperty("state").GetString().ShouldBeOneOf("CONFIRMED", "FAILED", "CANCELED");
            },
            patience ?? TimeSpan.FromMinutes(1));
        return ended;
    }

    /// <summary>A <c>google.type.Money</c> in JSON; without a sum, null is 0.</summary>
    public static decimal Amount(JsonElement parent, string name) => !parent.TryGetProperty(name, out var money)
        ? 0
        : (money.TryGetProperty("units", out var units) ? decimal.Parse(units.GetString()!, CultureInfo.InvariantCulture) : 0)
            + (money.TryGetProperty("nanos", out var nanos) ? nanos.GetInt32() / 1_000_000_000m : 0);

    /// <summary>Sends a request that may fail.</summary>
    public async Task<(HttpStatusCode Status, string Reason)> TryAsync(HttpMethod method, string path, object? body = null)
    {
        using var response = await RespondAsync(method, path, body is null ? null : JsonContent.Create(body));
        if (response.IsSuccessStatusCode)
        {
            return (response.StatusCode, "");
        }

        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, problem.RootElement.TryGetProperty("reason", out var reason) ? reason.GetString()! : "");
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var response = await RespondAsync(method, path, content);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)response.StatusCode} {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private async Task<HttpResponseMessage> RespondAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (TraceParent is not null)
        {
            request.Headers.Add("traceparent", TraceParent);
        }

        return await client.SendAsync(request);
    }
}
