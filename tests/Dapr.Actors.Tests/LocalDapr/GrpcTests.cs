using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Platform.Testing;
using DaprClient = Dapr.Proto.Runtime.V1.Dapr.DaprClient;

namespace Dapr.Actors.Tests.LocalDapr;

/// <summary>The actors API over gRPC.</summary>
public sealed class GrpcTests : IAsyncLifetime
{
    private ShopHost _shop = null!;
    private GrpcChannel _channel = null!;
    private DaprClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await ShopHost.StartAsync();
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_shop.Dapr["shop"].GrpcPort}");
        _client = new DaprClient(_channel);
        await _shop.Stock("a").GetAsync();
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return _shop.DisposeAsync();
    }

    [Fact]
    public async Task InvokeActor_WithJson_GivesTheResult()
    {
        var request = new InvokeActorRequest { ActorType = "Stock", ActorId = "a", Method = "AddAsync", Data = ByteString.CopyFromUtf8("4") };

        (await _client.InvokeActorAsync(request)).Data.ToStringUtf8().ShouldBe("4");
    }

    [Theory]
    [InlineData("Stock", "a", "NoSuchMethod", StatusCode.Internal)]
    [InlineData("Unknown", "a", "GetAsync", StatusCode.FailedPrecondition)]
    [InlineData("Stock", "a/b", "GetAsync", StatusCode.InvalidArgument)]
    [InlineData("Stock", "", "GetAsync", StatusCode.InvalidArgument)]
    [InlineData("Stock", "a", "../../../GetAsync", StatusCode.InvalidArgument)]
    public async Task InvokeActor_ThatCannotBe_HasItsStatus(string type, string id, string method, StatusCode expected)
    {
        var request = new InvokeActorRequest { ActorType = type, ActorId = id, Method = method };

        (await Should.ThrowAsync<RpcException>(async () => await _client.InvokeActorAsync(request))).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task State_WrittenInATransaction_IsRead()
    {
        await TransactAsync("a", Upsert("x", [1, 2], ttl: "60"), Upsert("count", "9"u8.ToArray()));
        await TransactAsync("a", Upsert("y", [3]), new TransactionalActorStateOperation { OperationType = "delete", Key = "y" });

        var found = await _client.GetActorStateAsync(new GetActorStateRequest { ActorType = "Stock", ActorId = "a", Key = "x" });
        var missing = await _client.GetActorStateAsync(new GetActorStateRequest { ActorType = "Stock", ActorId = "a", Key = "y" });

        found.Data.ToByteArray().ShouldBe([1, 2]);
        found.Metadata["ttlExpireTime"].ShouldBe("2026-01-01T00:01:00Z");
        missing.ShouldBe(new GetActorStateResponse());
        (await Should.ThrowAsync<RpcException>(() => TransactAsync("inactive", Upsert("x", [1])))).StatusCode.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public async Task Reminders_RegisteredAndListed_AreAsGiven()
    {
        await RegisterAsync("a", "one");
        await RegisterAsync("a", "two");
        await RegisterAsync("b", "three");

        var one = await _client.GetActorReminderAsync(new GetActorReminderRequest { ActorType = "Stock", ActorId = "a", Name = "one" });
        var ofA = await _client.ListActorRemindersAsync(new ListActorRemindersRequest { ActorType = "Stock", ActorId = "a" });
        var all = await _client.ListActorRemindersAsync(new ListActorRemindersRequest { ActorType = "Stock" });

        one.DueTime.ShouldBe("1h");
        one.Period.ShouldBe("R2/PT1H");
        one.Data.Unpack<BytesValue>().Value.ToStringUtf8().ShouldBe("\"AQI=\"");
        ofA.Reminders.Select(reminder => reminder.Name).ShouldBe(["one", "two"], ignoreOrder: true);
        all.Reminders.Count.ShouldBe(3);
        await _client.UnregisterActorReminderAsync(new UnregisterActorReminderRequest { ActorType = "Stock", ActorId = "a", Name = "one" });
        await _client.UnregisterActorRemindersByTypeAsync(new UnregisterActorRemindersByTypeRequest { ActorType = "Stock", ActorId = "b" });
        (await _client.ListActorRemindersAsync(new ListActorRemindersRequest { ActorType = "Stock" })).Reminders.Single().Name.ShouldBe("two");
        var gone = await Should.ThrowAsync<RpcException>(async () =>
            await _client.GetActorReminderAsync(new GetActorReminderRequest { ActorType = "Stock", ActorId = "a", Name = "one" }));
        gone.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Reminder_ThatDropsFailures_IsNotTriedAgain()
    {
        await _client.RegisterActorReminderAsync(new RegisterActorReminderRequest
        {
            ActorType = "Stock",
            ActorId = "a",
            Name = "failing",
            DueTime = "1s",
            FailurePolicy = new JobFailurePolicy { Drop = new JobFailurePolicyDrop() },
        });

        await _shop.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => _shop.Log.CountOf("a reminder failing 0").ShouldBe(1));
        await Eventually.AssertAsync(async () =>
            (await _client.ListActorRemindersAsync(new ListActorRemindersRequest { ActorType = "Stock" })).Reminders.ShouldBeEmpty());

        _shop.Log.CountOf("a reminder failing 0").ShouldBe(1);
    }

    [Fact]
    public async Task Timer_RegisteredAndStopped_Ticks()
    {
        await _client.RegisterActorTimerAsync(new RegisterActorTimerRequest
        {
            ActorType = "Stock",
            ActorId = "a",
            Name = "t",
            DueTime = "1s",
            // Longer than the steps of time, so that no tick comes between two looks.
            Period = "5s",
            Callback = "OnTick",
            Data = ByteString.CopyFrom(1, 2, 3, 4),
        });

        await _shop.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => _shop.Log.CountOf("a tick 4").ShouldBe(2));
        await _client.UnregisterActorTimerAsync(new UnregisterActorTimerRequest { ActorType = "Stock", ActorId = "a", Name = "t" });
        var count = await _shop.Stock("a").GetAsync();
        _shop.Time.Advance(TimeSpan.FromSeconds(20));

        (await _shop.Stock("a").GetAsync()).ShouldBe(count);
    }

    private async Task RegisterAsync(string id, string name) => await _client.RegisterActorReminderAsync(new RegisterActorReminderRequest
    {
        ActorType = "Stock",
        ActorId = id,
        Name = name,
        DueTime = "1h",
        Period = "R2/PT1H",
        Data = ByteString.CopyFrom(1, 2),
    });

    private async Task TransactAsync(string id, params TransactionalActorStateOperation[] operations) =>
        await _client.ExecuteActorStateTransactionAsync(
            new ExecuteActorStateTransactionRequest { ActorType = "Stock", ActorId = id, Operations = { operations } });

    private static TransactionalActorStateOperation Upsert(string key, byte[] value, string? ttl = null)
    {
        var operation = new TransactionalActorStateOperation
        {
            OperationType = "upsert",
            Key = key,
            Value = new Any { Value = ByteString.CopyFrom(value) },
        };
        if (ttl is not null)
            operation.Metadata["ttlInSeconds"] = ttl;
        return operation;
    }
}
