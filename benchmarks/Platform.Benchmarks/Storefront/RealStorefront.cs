using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Benchmarks.Http;
using Platform.Testing;

namespace Platform.Benchmarks.Storefront;

/// <summary>The shop with the products of Best Buy and of Online Retail, and its users.</summary>
internal sealed class RealStorefront(string dataFolder) : IDisposable
{
    private const string Password = "a password of the benchmark";
    private const int FavouriteItems = 8;
    private const int Port = 8080;

    // As many as a page has parts.
    private const int ConnectionsPerUser = 4;

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://localhost:{Port}") };
    private string[] _queries = [];
    private string[] _products = [];
    private string[] _tokens = [];
    private Random[] _random = [];
    private Http1Caller[][] _connections = [];

    /// <summary>Imports the products and signs users up.</summary>
    public async Task SeedAsync(int users)
    {
        var admin = await SignInAsync("admin", AdminPassword());
        var bestBuy = JsonNode.Parse(Unzip("bestbuy-products.json.gz"))!.AsArray();
        foreach (var product in bestBuy)
        {
            product!["title"] = product["name"]!.DeepClone();
        }

        await PostAsync("/v1/products:import", admin, new StringContent(bestBuy.ToJsonString(), Encoding.UTF8, "application/json"));
        var retail = Unzip("online-retail-products.csv.gz").Replace("stock_code,description,median_unit_price_gbp", "sku,title,price", StringComparison.Ordinal);
        await PostAsync("/v1/products:import?currencyCode=GBP", admin, new StringContent(retail, Encoding.UTF8, "text/csv"));
        _products = [.. bestBuy.Select(product => product!["sku"]!.ToString())];
        _queries = [.. File.ReadLines(DataFile("e-search", "wands-queries.tsv")).Skip(1).Select(line => Uri.EscapeDataString(line.Split('\t')[1]))];
        var tokens = new List<string>();
        for (var user = 0; user < users; user++)
        {
            await PostAsync("/v1/users", token: null, JsonContent.Create(new { username = $"bench-{user}", password = Password }));
            tokens.Add(await SignInAsync($"bench-{user}", Password));
        }

        _tokens = [.. tokens];
        _random = [.. tokens.Select((_, caller) => new Random(caller))];
        _connections = await Task.WhenAll(tokens.Select(_ => ConnectAsync()));
    }

    /// <summary>One more of something.</summary>
    public Task AddToCartAsync(int caller) => CallAsync(
        caller, HttpMethod.Post, "/v1/users/me/cart/items", $$"""{"sku":"{{_products[_random[caller].Next(FavouriteItems)]}}","quantity":1}""");

    /// <summary>All that a product's page asks for.</summary>
    public Task OpenProductPageAsync(int caller)
    {
        var sku = _products[_random[caller].Next(_products.Length)];
        string[] parts = [$"/v1/products/{sku}", $"/v1/products/{sku}/recommendations", $"/v1/products/{sku}/reviews", $"/v1/stock/{sku}"];
        return Task.WhenAll(parts.Select((path, connection) => CallAsync(caller, HttpMethod.Get, path, connection: connection)));
    }

    /// <summary>What a real shopper asked.</summary>
    public Task SearchAsync(int caller) =>
        CallAsync(caller, HttpMethod.Get, "/v1/products:search?query=" + _queries[_random[caller].Next(_queries.Length)]);

    public void Dispose()
    {
        _http.Dispose();
        Array.ForEach(_connections, connections => Array.ForEach(connections, connection => connection.Dispose()));
    }

    private static Task<Http1Caller[]> ConnectAsync() =>
        Task.WhenAll(Enumerable.Range(0, ConnectionsPerUser).Select(_ => Http1Caller.ConnectAsync(new(IPAddress.Loopback, Port), HttpStatusCode.OK)));

    private Task CallAsync(int caller, HttpMethod method, string path, string? json = null, int connection = 0) =>
        _connections[caller][connection].CallAsync(Http1Caller.Request(method, path, _http.BaseAddress!.Authority, _tokens[caller], json));

    private static string DataFile(string set, string file) =>
        Datasets.Find(set, file) ?? throw new FileNotFoundException($"needs the data set {set}/{file}: PLATFORM_DATASETS names its folder");

    private static string Unzip(string file)
    {
        using var zip = new GZipStream(File.OpenRead(DataFile("a-products", file)), CompressionMode.Decompress);
        using var reader = new StreamReader(zip, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private string AdminPassword() => Directory.EnumerateFiles(dataFolder, "*secrets.json", SearchOption.AllDirectories)
        .Select(file => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!.GetValueOrDefault("identity-admin-password"))
        .First(password => password is not null)!;

    private async Task<string> SignInAsync(string username, string password)
    {
        var text = await PostAsync("/v1/tokens", token: null, JsonContent.Create(new { username, password }));
        using var tokens = JsonDocument.Parse(text);
        return tokens.RootElement.GetProperty("accessToken").GetString()!;
    }

    private async Task<string> PostAsync(string path, string? token, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidDataException($"POST {path}: {(int)response.StatusCode} {text}");
    }
}
