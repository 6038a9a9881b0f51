using System.Globalization;
using LocalDapr.Runtime.Bindings.Inputs;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging;
using Polly;

namespace LocalDapr.Runtime.Bindings;

/// <summary>The running input bindings of one app: its cron schedules.</summary>
internal sealed partial class InputBindings : IAsyncDisposable
{
    public const string Cron = "cron";
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyList<(Component Component, CronSchedule Schedule)> _schedules;
    private readonly Func<string, Policies?>? _policiesOf;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly List<Task> _running = [];
    private CancellationTokenSource _stopping = new();

    /// <param name="components">The components that the app sees; those that are no input bindings are left out.</param>
    /// <param name="time">The clock of the schedules.</param>
    /// <param name="logger">Receives what the app refused.</param>
    /// <param name="policiesOf">Gives the inbound policies of a component, or null.</param>
    /// <exception cref="ConfigurationException">A schedule is missing or cannot be read.</exception>
    public InputBindings(IEnumerable<Component> components, TimeProvider time, ILogger logger, Func<string, Policies?>? policiesOf = null)
    {
        (_time, _logger, _policiesOf) = (time, logger, policiesOf);
        _schedules = [.. components
            .Where(component => component.BuildingBlock == BuildingBlocks.Bindings && component.Implementation == Cron)
            .Select(component => (component, ScheduleOf(component)))];
    }

    /// <summary>Starts the schedules that the app wants.</summary>
    public async Task StartAsync(IAppBindings app, CancellationToken cancellationToken)
    {
        _stopping = new CancellationTokenSource();
        foreach (var (component, schedule) in _schedules)
        {
            var isDeclared = component.Setting("direction")?.Contains("input", StringComparison.OrdinalIgnoreCase) ?? false;
            if (isDeclared || await app.IsSubscribedAsync(NameOf(component), cancellationToken))
                _running.Add(RunAsync(component, schedule, app, _stopping.Token));
            else
                LogNotSubscribed(component.Name);
        }
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
        _running.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task RunAsync(Component component, CronSchedule schedule, IAppBindings app, CancellationToken stopping)
    {
        var pipeline = PipelineOf(component);
        try
        {
            var next = schedule.Next(_time.GetUtcNow());
            while (next is { } due)
            {
                await WaitUntilAsync(due, stopping);
                await TriggerAsync(component, app, pipeline, stopping);
                // Times that passed while the app was busy are not made up for.
                next = schedule.Next(_time.GetUtcNow() is var now && now > due ? now : due);
            }
        }
        catch (OperationCanceledException)
        {
            LogStopped(component.Name);
        }
    }

    private async Task WaitUntilAsync(DateTimeOffset due, CancellationToken stopping)
    {
        while (due - _time.GetUtcNow() is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest < LongestDelay ? rest : LongestDelay, _time, stopping);
    }

    private async Task TriggerAsync(Component component, IAppBindings app, ResiliencePipeline<Failure?> pipeline, CancellationToken stopping)
    {
        var metadata = new Dictionary<string, string>
        {
            ["readTimeUTC"] = _time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fffffff +0000 UTC", CultureInfo.InvariantCulture),
            ["timeZone"] = "UTC",
        };
        try
        {
            if (await pipeline.ExecuteAsync(async token => await app.SendAsync(NameOf(component), metadata, token), stopping) is not null)
                LogRefused(component.Name);
        }
        catch (ExecutionRejectedException)
        {
            LogRefused(component.Name);
        }
    }

    /// <summary>The policies for the events of a binding; an attempt ends after 60 s if no policy says otherwise.</summary>
    private ResiliencePipeline<Failure?> PipelineOf(Component component)
    {
        var policies = _policiesOf?.Invoke(component.Name);
        var inbound = new Policies(policies?.Timeout ?? DefaultTimeout, policies?.Retry, policies?.CircuitBreaker);
        return new PolicyPipelines<Failure?>(component.Name, inbound, FailureOf, _time, _logger)[""];
    }

    private static Failure? FailureOf(Outcome<Failure?> outcome) => outcome.Exception is { } exception ? Failures.Of(exception) : outcome.Result;

    /// <summary>Over HTTP also the route, which the component may set.</summary>
    private static string NameOf(Component component) => component.Setting("route") is { Length: > 0 } route ? route.TrimStart('/') : component.Name;

    private static CronSchedule ScheduleOf(Component component)
    {
        try
        {
            return CronSchedule.Parse(component.Setting("schedule") ?? throw component.Invalid("schedule is missing"));
        }
        catch (FormatException exception)
        {
            throw component.Invalid(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The app has not subscribed to binding {Binding}")]
    private partial void LogNotSubscribed(string binding);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Binding {Binding} stopped")]
    private partial void LogStopped(string binding);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The app did not take the event of binding {Binding}")]
    private partial void LogRefused(string binding);
}
