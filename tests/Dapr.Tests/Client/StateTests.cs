using Dapr.Client;
using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using BulkStateItem = Dapr.Proto.Runtime.V1.BulkStateItem;
using StateOptions = Dapr.Client.StateOptions;
using WireOptions = Dapr.Proto.Common.V1.StateOptions.Types;

namespace Dapr.Tests.Client;

public sealed class StateTests : FakeSidecarTests
{
    [Fact]
    public async Task GetStateAsync_MissingKey_ReturnsDefault()
    {
        var value = await Client.GetStateAsync<Order?>("store", "absent", cancellationToken: Cancellation);

        value.ShouldBeNull();
    }

    [Fact]
    public async Task GetStateAsync_AllArguments_AreSent()
    {
        var metadata = new Dictionary<string, string> { ["partitionKey"] = "p" };

        await Client.GetStateAsync<Order?>("store", "key", ConsistencyMode.Strong, metadata, Cancellation);

        var expected = new GetStateRequest
        {
            StoreName = "store",
            Key = "key",
            Consistency = WireOptions.StateConsistency.ConsistencyStrong,
            Metadata = { metadata },
        };
        Sidecar.Dapr.Request<GetStateRequest>().ShouldBe(expected);
    }

    [Fact]
    public async Task GetStateAsync_BrokenJson_ThrowsDaprException()
    {
        Sidecar.Dapr.Reply = new GetStateResponse { Data = ByteString.CopyFromUtf8("{") };

        await Should.ThrowAsync<DaprException>(() => Client.GetStateAsync<Order>("store", "key", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task GetStateAsync_SidecarRefuses_ThrowsDaprExceptionWithTheStatus()
    {
        Sidecar.Dapr.Failure = StatusCode.FailedPrecondition;

        var exception = await Should.ThrowAsync<DaprException>(
            () => Client.GetStateAsync<Order>("store", "key", cancellationToken: Cancellation));

        exception.InnerException.ShouldBeOfType<RpcException>().StatusCode.ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task GetStateAsync_Cancelled_ThrowsOperationCanceledException()
    {
        var never = new TaskCompletionSource();
        Sidecar.Dapr.Gate = never.Task;
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Should.ThrowAsync<OperationCanceledException>(
            () => Client.GetStateAsync<Order>("store", "key", cancellationToken: source.Token));
        never.SetResult();
    }

    [Fact]
    public async Task GetStateEntryAsync_Changed_SavesWithTheVersionItRead()
    {
        Sidecar.Dapr.Reply = new GetStateResponse { Data = ByteString.CopyFromUtf8("""{"count":1}"""), Etag = "7" };
        var entry = await Client.GetStateEntryAsync<Order>("store", "key", cancellationToken: Cancellation);
        Sidecar.Dapr.Reply = null;

        entry.Value = entry.Value with { Count = 2 };
        (await entry.TrySaveAsync(cancellationToken: Cancellation)).ShouldBeTrue();

        var item = Sidecar.Dapr.Request<SaveStateRequest>().States.ShouldHaveSingleItem();
        item.Value.ToStringUtf8().ShouldBe("""{"count":2}""");
        item.Etag.Value.ShouldBe("7");
    }

    [Fact]
    public async Task SaveStateAsync_AllArguments_AreSent()
    {
        var options = new StateOptions { Concurrency = ConcurrencyMode.FirstWrite, Consistency = ConsistencyMode.Eventual };
        var metadata = new Dictionary<string, string> { ["ttlInSeconds"] = "60" };

        await Client.SaveStateAsync("store", "key", new Order(3), options, metadata, Cancellation);

        var item = Sidecar.Dapr.Request<SaveStateRequest>().States.ShouldHaveSingleItem();
        item.ShouldBe(new StateItem
        {
            Key = "key",
            Value = ByteString.CopyFromUtf8("""{"count":3}"""),
            Metadata = { metadata },
            Options = new()
            {
                Concurrency = WireOptions.StateConcurrency.ConcurrencyFirstWrite,
                Consistency = WireOptions.StateConsistency.ConsistencyEventual,
            },
        });
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(StatusCode.Aborted, false)]
    public async Task TrySaveAndDelete_ByStatus_TellWhetherTheVersionHeld(StatusCode? failure, bool expected)
    {
        Sidecar.Dapr.Failure = failure;

        (await Client.TrySaveStateAsync("store", "key", 1, "1", cancellationToken: Cancellation)).ShouldBe(expected);
        (await Client.TrySaveByteStateAsync("store", "key", new byte[] { 1 }, "1", cancellationToken: Cancellation)).ShouldBe(expected);
        (await Client.TryDeleteStateAsync("store", "key", "1", cancellationToken: Cancellation)).ShouldBe(expected);
    }

    [Fact]
    public async Task TrySaveStateAsync_OtherFailure_Throws()
    {
        Sidecar.Dapr.Failure = StatusCode.Internal;

        await Should.ThrowAsync<DaprException>(
            () => Client.TrySaveStateAsync("store", "key", 1, "1", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task SaveStateAsync_Aborted_Throws()
    {
        Sidecar.Dapr.Failure = StatusCode.Aborted;

        await Should.ThrowAsync<DaprException>(() => Client.SaveStateAsync("store", "key", 1, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task ByteState_SavedAndRead_IsNotJson()
    {
        byte[] bytes = [0, 255, 34];
        await Client.SaveByteStateAsync("store", "key", bytes, cancellationToken: Cancellation);
        Sidecar.Dapr.Request<SaveStateRequest>().States[0].Value.ToByteArray().ShouldBe(bytes);
        Sidecar.Dapr.Reply = new GetStateResponse { Data = ByteString.CopyFrom(bytes), Etag = "1" };

        var (read, etag) = await Client.GetByteStateAndETagAsync("store", "key", cancellationToken: Cancellation);

        read.ToArray().ShouldBe(bytes);
        etag.ShouldBe("1");
    }

    [Fact]
    public async Task GetBulkStateAsync_SomeMissing_GivesDefaultsForThem()
    {
        Sidecar.Dapr.Reply = new GetBulkStateResponse
        {
            Items =
            {
                new BulkStateItem { Key = "a", Data = ByteString.CopyFromUtf8("""{"count":1}"""), Etag = "1" },
                new BulkStateItem { Key = "b" },
            },
        };

        var items = await Client.GetBulkStateAsync<Order?>("store", ["a", "b"], parallelism: 4, cancellationToken: Cancellation);

        items.Select(item => (item.Key, item.Value, item.ETag)).ShouldBe([("a", new Order(1), "1"), ("b", null, "")]);
        Sidecar.Dapr.Request<GetBulkStateRequest>().Parallelism.ShouldBe(4);
    }

    [Fact]
    public async Task SaveBulkStateAsync_WithAndWithoutVersion_SendsItOnlyWhenGiven()
    {
        await Client.SaveBulkStateAsync<int>("store", [new("a", 1, null!), new("b", 2, "5")], Cancellation);

        var states = Sidecar.Dapr.Request<SaveStateRequest>().States;
        states[0].Etag.ShouldBeNull();
        states[1].Etag.Value.ShouldBe("5");
    }

    [Fact]
    public async Task DeleteBulkStateAsync_Keys_AreSent()
    {
        await Client.DeleteBulkStateAsync("store", [new("a", "1"), new("b", null!)], Cancellation);

        Sidecar.Dapr.Request<DeleteBulkStateRequest>().States.Select(state => state.Key).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task ExecuteStateTransactionAsync_Operations_KeepTheirOrder()
    {
        await Client.ExecuteStateTransactionAsync(
            "store",
            [
                new StateTransactionRequest("a", "1"u8.ToArray(), StateOperationType.Upsert, etag: "3"),
                new StateTransactionRequest("b", null, StateOperationType.Delete),
            ],
            new Dictionary<string, string> { ["ttlInSeconds"] = "1" },
            Cancellation);

        var request = Sidecar.Dapr.Request<ExecuteStateTransactionRequest>();
        request.Operations.Select(operation => (operation.OperationType, operation.Request.Key)).ShouldBe([("upsert", "a"), ("delete", "b")]);
        request.Operations[0].Request.Etag.Value.ShouldBe("3");
        request.Metadata["ttlInSeconds"].ShouldBe("1");
    }

    [Fact]
    public async Task EmptyArguments_AreRefusedBeforeACall()
    {
        await Should.ThrowAsync<ArgumentException>(() => Client.GetBulkStateAsync("store", [], null, cancellationToken: Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Client.ExecuteStateTransactionAsync("store", [], null, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Client.GetStateAsync<int>("", "key", cancellationToken: Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Client.SaveStateAsync("store", "", 1, cancellationToken: Cancellation));
    }

    private sealed record Order(int Count);
}
