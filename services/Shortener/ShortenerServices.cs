using Microsoft.Extensions.Options;
using Platform.Messaging;
using Platform.Messaging.Realtime;
using Platform.Shortener.Api;
using Platform.Shortener.Domain;
using Platform.Shortener.Events;
using Platform.Shortener.Storage;

namespace Platform.Shortener;

internal static class ShortenerServices
{
    /// <summary>Adds everything that the API needs.</summary>
    public static void AddShortener(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ShortenerOptions>()
            .Configure<IConfiguration>(static (options, configuration) => options.PublicUrl = configuration["PUBLIC_URL"] ?? options.PublicUrl)
            .BindConfiguration(ShortenerOptions.Section)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ShortenerOptions>, ShortenerOptionsValidator>();
        services.AddSingleton(provider => new LinkRules(OwnHosts(Options(provider)), ShortenerOptions.PagesOf(Options(provider).OwnPages)));
        services.AddSingleton<CodeKey>();
        services.AddSingleton<CodeCounter>();
        services.AddSingleton<ICodeSource>(provider => Options(provider).Codes switch
        {
            CodeStrategy.Hash => new HashedCodes(),
            CodeStrategy.Random => new RandomCodes(),
            _ => provider.GetRequiredService<CodeCounter>(),
        });
        services.AddSingleton<LinkStore>();
        services.AddSingleton<LinkCache>();
        services.AddSingleton<StatisticsStore>();
        services.AddSingleton<LinkMapper>();
        services.AddSingleton<LinkValidator>();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<LinkEvents>();
        services.AddRealtimePublisher();
        services.AddSingleton<LinkRealtime>();
        services.AddSingleton<LinksClickedHandler>();
    }

    private static ShortenerOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<ShortenerOptions>>().Value;

    private static IEnumerable<string> OwnHosts(ShortenerOptions options) => [new Uri(options.PublicUrl).Authority, .. options.OwnHosts];
}
