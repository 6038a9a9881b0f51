using Microsoft.Extensions.Options;
using Platform.Catalog.Api;
using Platform.Catalog.Domain.Search;
using Platform.Catalog.Events;
using Platform.Catalog.Storage;
using Platform.Messaging;

namespace Platform.Catalog;

internal static class CatalogServices
{
    /// <summary>Adds everything that the API needs.</summary>
    public static void AddCatalog(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CatalogOptions>().BindConfiguration(CatalogOptions.Section);
        services.AddSingleton(provider => new Synonyms(Synonyms.Usual.Concat(provider.GetRequiredService<IOptions<CatalogOptions>>().Value.Synonyms)));
        services.AddSingleton<CatalogIndex>();
        services.AddSingleton<ProductStore>();
        services.AddSingleton<ProductImporter>();
        services.AddSingleton<EntryReader>();
        services.AddSingleton<IndexUpdater>();
        services.AddHostedService<IndexLoader>();
        services.AddSingleton<ProductValidator>();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<CatalogEvents>();
        services.AddSingleton<IndexStaleHandler>();
        services.AddSingleton<ReviewStore>();
        services.AddSingleton<SalesStore>();
        services.AddSingleton<OrderChangedHandler>();
        services.AddSingleton<StockStore>();
        services.AddSingleton<StockChangedHandler>();
        services.AddSingleton<ViewStore>();
        services.AddSingleton<ViewRecorder>();
        services.AddHostedService(provider => provider.GetRequiredService<ViewRecorder>());
    }
}
