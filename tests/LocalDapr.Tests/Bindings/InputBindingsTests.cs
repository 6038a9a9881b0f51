using System.Collections.Concurrent;
using LocalDapr.Runtime.Bindings;
using LocalDapr.Runtime.Bindings.Inputs;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Testing;

namespace LocalDapr.Tests.Bindings;

public sealed class InputBindingsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Cron_TimePasses_CallsTheAppAtEachDueTime()
    {
        var app = new RecordingApp();
        await using var bindings = new InputBindings([Cron("tick", "@every 10s")], _time, NullLogger.Instance);
        await bindings.StartAsync(app, CancellationToken.None);

        for (var i = 1; i <= 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await Eventually.AssertAsync(() => app.Calls.Count.ShouldBe(i));
        }

        app.Calls.ShouldAllBe(name => name == "tick");
    }

    [Fact]
    public async Task Cron_AppFails_IsCalledAgainAsThePolicySays()
    {
        var app = new RecordingApp { Answer = () => Failure.Of(500) };
        var policies = new Policies(Timeout: null, RetryPolicy.Constant(2, TimeSpan.FromSeconds(1)), CircuitBreaker: null);
        await using var bindings = new InputBindings([Cron("tick", "@every 60s")], _time, NullLogger.Instance, _ => policies);
        await bindings.StartAsync(app, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(60));
        for (var i = 1; i <= 3; i++)
        {
            await Eventually.AssertAsync(() => app.Calls.Count.ShouldBe(i));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        app.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Cron_AppThatDoesNotWantIt_IsNotCalled()
    {
        var app = new RecordingApp { Wants = false };
        await using var bindings = new InputBindings([Cron("tick", "@every 1s")], _time, NullLogger.Instance);
        await bindings.StartAsync(app, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(10));
        await bindings.StopAsync();

        app.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void Cron_BrokenSchedule_NamesTheFile() =>
        Should.Throw<ConfigurationException>(() => new InputBindings([Cron("tick", "every day")], _time, NullLogger.Instance))
            .Message.ShouldStartWith("cron.yaml:1");

    private static Component Cron(string name, string schedule) => new()
    {
        Name = name,
        Type = "bindings.cron",
        Location = "cron.yaml:1",
        Metadata = new Dictionary<string, string> { ["schedule"] = schedule },
    };

    private sealed class RecordingApp : IAppBindings
    {
        public ConcurrentQueue<string> Calls { get; } = new();

        public bool Wants { get; init; } = true;

        public Func<Failure?> Answer { get; init; } = () => null;

        public Task<bool> IsSubscribedAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Wants);

        public Task<Failure?> SendAsync(string name, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
        {
            Calls.Enqueue(name);
            return Task.FromResult<Failure?>(Answer());
        }
    }
}
