using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Cart.Domain;
using Platform.Cart.V1;
using Platform.Catalog.Domain;
using Platform.Catalog.V1;
using Platform.Inventory.V1;
using Platform.Monetary;
using Platform.Testing;
using Platform.Testing.Services;

namespace Platform.Cart.Tests.Api;

/// <summary>Cart and catalog, with an inventory that says what tests want. Nothing may log an error.</summary>
public sealed class CartFixture : IAsyncLifetime
{
    private readonly Shelf _shelf = new();
    private TestPlatform? _platform;
    private int _users;

    // Not before the time of now: deadlines of calls between the services are told by it and kept by the clock of the machine.
    public ManualTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow().AddDays(1));

    public ServiceHost Host => Platform["cart"];

    public CartService.CartServiceClient Carts => new(Host.Channel);

    public PromotionService.PromotionServiceClient Promotions => new(Host.Channel);

    private ProductService.ProductServiceClient Products => new(Platform["catalog"].Channel);

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() =>
        _platform = await TestPlatform.StartAsync(
            Clock,
            new ServiceSettings<CatalogProduct> { AppId = "catalog" },
            new ServiceSettings<ShoppingCart>
            {
                AppId = "cart",
                ConfigureServices = services => services.AddSingleton<InventoryService.InventoryServiceClient>(_shelf),
            });

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }

    /// <summary>A user whom nobody used before.</summary>
    public Metadata NewUser() => CallAssertions.By(NewUserId());

    public string NewUserId() => $"shopper-{Interlocked.Increment(ref _users)}";

    /// <summary>Adds a product of one variant, or gives it another price.</summary>
    public async Task PriceAsync(string sku, decimal price, string category = "Kitchen", string currency = "USD")
    {
        var content = new Google.Api.HttpBody
        {
            ContentType = "text/csv",
            Data = Google.Protobuf.ByteString.CopyFromUtf8(FormattableString.Invariant($"sku,title,price,currency,category\n{sku},Thing {sku},{price},{currency},{category}")),
        };
        var outcome = await Products.ImportProductsAsync(new ImportProductsRequest { Content = content }, CallAssertions.By("m", "merchant"));
        outcome.ErrorCount.ShouldBe(0);
    }

    public async Task HideAsync(string sku) => await Products.UpdateProductAsync(
        new UpdateProductRequest
        {
            Product = new Product { Name = "products/" + sku, State = Product.Types.State.Hidden },
            UpdateMask = new FieldMask { Paths = { "state" } },
        },
        CallAssertions.By("m", "merchant"));

    /// <summary>Puts so many on the shelf, and waits until carts know; there are plenty unless this says so.</summary>
    public void Stock(string sku, long count)
    {
        _shelf.Counts[sku] = count;
        Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public async Task<V1.Cart> AddAsync(Metadata user, string sku, int quantity = 1, string token = "", string requestId = "") =>
        await Carts.AddCartItemAsync(new AddCartItemRequest { Sku = sku, Quantity = quantity, CartToken = token, RequestId = requestId }, user);

    public static Google.Type.Money Dollars(decimal amount) => new Money("USD", amount).ToProto();

    private sealed class Shelf : InventoryService.InventoryServiceClient
    {
        private const long Plenty = 1_000_000;

        public ConcurrentDictionary<string, long> Counts { get; } = new();

        public override AsyncUnaryCall<BatchGetAvailabilityResponse> BatchGetAvailabilityAsync(
            BatchGetAvailabilityRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
        {
            var answer = new BatchGetAvailabilityResponse();
            answer.Availabilities.AddRange(request.Skus.Select(sku =>
                new BatchGetAvailabilityResponse.Types.Availability { Sku = sku, Available = Counts.GetValueOrDefault(sku, Plenty) }));
            return new AsyncUnaryCall<BatchGetAvailabilityResponse>(
                Task.FromResult(answer), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        }
    }
}
