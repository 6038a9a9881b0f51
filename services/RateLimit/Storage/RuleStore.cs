using Dapr.Client;
using Microsoft.Extensions.Options;
using Platform.RateLimit.Domain.Rules;
using Platform.State;

namespace Platform.RateLimit.Storage;

/// <summary>Keeps the rules of the API, and puts in force what other instances changed.</summary>
internal sealed partial class RuleStore(
    DaprClient dapr, RuleBook book, IOptions<RateLimitOptions> options, TimeProvider clock, ILogger<RuleStore> logger) : BackgroundService
{
    private const string Store = "statestore";
    private const string Id = "all";

    private readonly DocumentStore<StoredRules> _documents = new(dapr, Store, "ratelimit-rules");

    /// <summary>Changes the rules of the API; they are in force here when the task completes.</summary>
    /// <param name="change">Makes the new rules of the old ones. May run several times.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ChangeAsync(Func<StoredRules, StoredRules> change, CancellationToken cancellationToken)
    {
        await _documents.UpdateAsync(Id, stored => change(stored ?? StoredRules.None), cancellationToken);
        await RefreshAsync(cancellationToken);
    }

    /// <summary>Reads the rules of the API.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var document = await _documents.GetAsync(Id, cancellationToken);
        if (!book.Has(document.ETag))
        {
            book.Use(document.Value ?? StoredRules.None, document.ETag);
            LogRules(logger, book.Stored.Rules.Count);
        }
    }

    /// <summary>The version of a rule.</summary>
    public static string ETagOf(RuleSpec rule) => KeyHash.Of(System.Text.Json.JsonSerializer.Serialize(rule));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RefreshInterval, clock);
        do
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception unreachable) when (!stoppingToken.IsCancellationRequested)
            {
                // The sidecar may still be starting. The rules that are in force stay so.
                LogUnreachable(logger, unreachable.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} rules of the API are in force")]
    private static partial void LogRules(ILogger logger, int count);

    [LoggerMessage(2, LogLevel.Warning, "The rules of the API could not be read: {Failure}")]
    private static partial void LogUnreachable(ILogger logger, string failure);
}
