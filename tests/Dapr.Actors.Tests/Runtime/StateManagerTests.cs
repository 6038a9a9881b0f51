using System.Net;
using System.Text.Json;
using Dapr.Actors.Communication;
using Dapr.Actors.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Testing;

namespace Dapr.Actors.Tests.Runtime;

public sealed class StateManagerTests : IDisposable
{
    private readonly MemorySidecar _sidecar = new();
    private readonly ManualTimeProvider _time = new();
    private readonly TurnActor _actor;

    public StateManagerTests()
    {
        var client = new SidecarActors("http://sidecar", null, null, _sidecar);
        _actor = new TurnActor(new ActorHost(
            ActorTypeInformation.Get(typeof(TurnActor), null),
            new ActorId("1"),
            JsonSerializerOptions.Web,
            NullLoggerFactory.Instance,
            new ActorTestOptions().ProxyFactory,
            new ActorTestOptions().TimerManager)
        {
            StateProvider = new StateProvider(client, JsonSerializerOptions.Web, _time),
        });
    }

    private IActorStateManager State => _actor.StateManager;

    public void Dispose() => _sidecar.Dispose();

    [Fact]
    public async Task Turn_ThatSucceeds_SavesItsChangesInOneTransaction()
    {
        _sidecar.State["gone"] = "1";

        await TurnAsync(async () =>
        {
            await State.SetStateAsync("a", new { N = 1 });
            await State.AddStateAsync("b", "text");
            await State.RemoveStateAsync("gone");
            await State.AddOrUpdateStateAsync("c", 1, (_, n) => n + 1);
            await State.AddOrUpdateStateAsync("c", 1, (_, n) => n + 1);
        });

        _sidecar.Transactions.Count.ShouldBe(1);
        _sidecar.State["a"].ShouldBe("""{"n":1}""");
        _sidecar.State["b"].ShouldBe("\"text\"");
        _sidecar.State["c"].ShouldBe("2");
        _sidecar.State.ShouldNotContainKey("gone");
    }

    [Fact]
    public async Task Turn_WithoutChanges_SavesNothing()
    {
        _sidecar.State["a"] = "1";

        await TurnAsync(async () => (await State.GetStateAsync<int>("a")).ShouldBe(1));
        await TurnAsync(async () => (await State.GetStateAsync<int>("a")).ShouldBe(1));

        _sidecar.Transactions.ShouldBeEmpty();
        _sidecar.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task Turn_ThatFails_DropsItsChanges()
    {
        await TurnAsync(() => State.SetStateAsync("a", 1));

        await Should.ThrowAsync<TimeoutException>(() => TurnAsync(async () =>
        {
            await State.SetStateAsync("a", 2);
            throw new TimeoutException();
        }));

        (await State.GetStateAsync<int>("a")).ShouldBe(1);
        _sidecar.State["a"].ShouldBe("1");
        _actor.Failures.ShouldBe(1);
    }

    [Fact]
    public async Task Turn_WhoseSaveIsRefused_FailsAndForgets()
    {
        await TurnAsync(() => State.SetStateAsync("a", 1));
        using var refusal = new HttpResponseMessage(HttpStatusCode.BadRequest)
        {
            Content = new StringContent("""{"errorCode":"ERR_ACTOR_INSTANCE_MISSING","message":"actor instance is missing"}"""),
        };

        var failure = await Should.ThrowAsync<DaprApiException>(() => TurnAsync(async () =>
        {
            await State.SetStateAsync("a", 2);
            _sidecar.Refusal = refusal;
        }));
        _sidecar.Refusal = null;

        failure.ErrorCode.ShouldBe("ERR_ACTOR_INSTANCE_MISSING");
        (await State.GetStateAsync<int>("a")).ShouldBe(1);
    }

    [Fact]
    public async Task Set_ThenRemoveInOneTurn_RemovesWhatTheStoreHas()
    {
        _sidecar.State["a"] = "1";

        await TurnAsync(async () =>
        {
            await State.SetStateAsync("a", 2);
            await State.RemoveStateAsync("a");
            (await State.ContainsStateAsync("a")).ShouldBeFalse();
        });

        _sidecar.State.ShouldNotContainKey("a");
    }

    [Fact]
    public async Task Add_ThenRemoveInOneTurn_ChangesNothing()
    {
        await TurnAsync(async () =>
        {
            await State.AddStateAsync("a", 2);
            await State.RemoveStateAsync("a");
        });

        _sidecar.Transactions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Remove_ThenAdd_KeepsTheNewValue()
    {
        _sidecar.State["a"] = "1";

        await TurnAsync(async () =>
        {
            await State.RemoveStateAsync("a");
            (await State.TryAddStateAsync("a", 5)).ShouldBeTrue();
        });

        _sidecar.State["a"].ShouldBe("5");
    }

    [Fact]
    public async Task Values_ThatExistOrNot_AreToldApart()
    {
        _sidecar.State["a"] = "1";

        (await State.TryGetStateAsync<int>("x")).HasValue.ShouldBeFalse();
        (await State.TryRemoveStateAsync("x")).ShouldBeFalse();
        (await State.TryAddStateAsync("a", 2)).ShouldBeFalse();
        (await State.GetOrAddStateAsync("a", 9)).ShouldBe(1);
        (await State.GetOrAddStateAsync("y", 9)).ShouldBe(9);
        await Should.ThrowAsync<KeyNotFoundException>(() => State.GetStateAsync<int>("x"));
        await Should.ThrowAsync<KeyNotFoundException>(() => State.RemoveStateAsync("x"));
        await Should.ThrowAsync<InvalidOperationException>(() => State.AddStateAsync("a", 2));
    }

    [Fact]
    public async Task Value_ThatExpires_IsSavedWithItsLifeAndGoneAfterIt()
    {
        await TurnAsync(() => State.SetStateAsync("a", 1, TimeSpan.FromSeconds(1.5)));

        _sidecar.Transactions.Single().ShouldContain("""{"ttlInSeconds":"2"}""");
        (await State.ContainsStateAsync("a")).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(2));

        (await State.TryGetStateAsync<int>("a")).HasValue.ShouldBeFalse();
        (await State.TryAddStateAsync("a", 2)).ShouldBeTrue();
    }

    [Fact]
    public async Task State_OfATestHost_SaysWhatIsMissing()
    {
        var actor = new TurnActor(ActorHost.CreateForTest<TurnActor>());

        (await Should.ThrowAsync<InvalidOperationException>(() => actor.StateManager.SetStateAsync("a", 1))).Message.ShouldContain("StateManager");
        await Should.ThrowAsync<NotImplementedException>(() => actor.RegisterTimerAsync("t", nameof(TurnActor.RunAsync), null, TimeSpan.Zero, TimeSpan.Zero));
    }

    private Task<bool> TurnAsync(Func<Task> method) => _actor.TakeTurnAsync(ActorMethodContext.ForMethod("m"), async () =>
    {
        await method();
        return true;
    });
}
