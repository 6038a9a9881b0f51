using Grpc.Core;
using Platform.Catalog.Domain;
using Platform.Catalog.V1;
using Platform.Testing;
using Platform.Testing.Services;

namespace Platform.Catalog.Tests.Api;

/// <summary>The catalog on its port, with a clock that the tests move. Nothing in it may log an error.</summary>
public sealed class CatalogFixture : IAsyncLifetime
{
    private const string AppId = "catalog";
    private TestPlatform? _platform;

    /// <summary>The clock of the catalog and its sidecar.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The catalog and its sidecar.</summary>
    public ServiceHost Host => Platform[AppId];

    public ProductService.ProductServiceClient Products => new(Host.Channel);

    public ReviewService.ReviewServiceClient Reviews => new(Host.Channel);

    /// <summary>Somebody who may change products.</summary>
    public static Metadata Merchant => CallAssertions.By("merchant-1", "merchant");

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() =>
        _platform = await TestPlatform.StartAsync(Clock, new ServiceSettings<CatalogProduct> { AppId = AppId });

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }

    /// <summary>Adds a product of one variant whose SKU is its id.</summary>
    public async Task<Product> CreateAsync(string id, string title = "Kettle", decimal price = 12.50m, Action<Product>? change = null)
    {
        var product = new Product { Title = title, Variants = { Samples.Variant(id, price) } };
        change?.Invoke(product);
        return await Products.CreateProductAsync(new CreateProductRequest { Product = product, ProductId = id }, Merchant);
    }
}
