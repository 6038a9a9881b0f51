using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using DaprClient = Dapr.Proto.Runtime.V1.Dapr.DaprClient;

namespace LocalDapr.Tests.State;

public sealed class StateGrpcTests : IAsyncLifetime
{
    private StateHost _host = null!;

    private DaprClient Client => _host.Client;

    public async ValueTask InitializeAsync() => _host = await StateHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task GetState_AfterSave_ReturnsTheBytesAsGiven()
    {
        byte[] value = [0, 255, 1, 254];
        await SaveAsync(Item("k", value));

        var found = await Client.GetStateAsync(new GetStateRequest { StoreName = "statestore", Key = "k" });
        var missing = await Client.GetStateAsync(new GetStateRequest { StoreName = "statestore", Key = "missing" });

        found.Data.ToByteArray().ShouldBe(value);
        found.Etag.ShouldNotBeEmpty();
        missing.ShouldBe(new GetStateResponse());
    }

    [Fact]
    public async Task SaveState_StaleETag_IsAborted()
    {
        await SaveAsync(Item("k", [1]));

        var conflict = await ShouldFailAsync(() => SaveAsync(Item("k", [2], etag: "999")));
        var invalid = await ShouldFailAsync(() => SaveAsync(Item("k", [2], etag: "bogus")));

        conflict.ShouldBe(StatusCode.Aborted);
        invalid.ShouldBe(StatusCode.InvalidArgument);
        (await GetAsync("k")).Data.ToByteArray().ShouldBe([1]);
    }

    [Fact]
    public async Task SaveState_FirstWriteIncrements_LoseNone()
    {
        await SaveAsync(Item("n", [0]));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => IncrementAsync()));

        (await GetAsync("n")).Data.ToByteArray().ShouldBe([50]);
    }

    [Fact]
    public async Task GetBulkState_SomeMissing_AnswersEachKeyInOrder()
    {
        await SaveAsync(Item("a", [1]), Item("b", [2]));

        var response = await Client.GetBulkStateAsync(new GetBulkStateRequest { StoreName = "statestore", Keys = { "b", "missing", "a" } });

        response.Items.Select(item => (item.Key, Convert.ToHexString(item.Data.Span))).ShouldBe([("b", "02"), ("missing", ""), ("a", "01")]);
        response.Items[0].Etag.ShouldBe((await GetAsync("b")).Etag);
    }

    [Fact]
    public async Task DeleteState_StaleThenCurrentETag_DeletesOnlyWithTheCurrent()
    {
        await SaveAsync(Item("k", [1]));
        var request = new DeleteStateRequest { StoreName = "statestore", Key = "k", Etag = new Etag { Value = "999" } };

        (await ShouldFailAsync(async () => await Client.DeleteStateAsync(request))).ShouldBe(StatusCode.Aborted);
        request.Etag.Value = (await GetAsync("k")).Etag;
        await Client.DeleteStateAsync(request);

        (await GetAsync("k")).Data.ShouldBeEmpty();
    }

    [Fact]
    public async Task DeleteBulkState_SeveralKeys_DeletesThem()
    {
        await SaveAsync(Item("a", [1]), Item("b", [2]), Item("c", [3]));

        await Client.DeleteBulkStateAsync(new DeleteBulkStateRequest { StoreName = "statestore", States = { Item("a", []), Item("b", []) } });

        (await GetAsync("a")).Etag.ShouldBeEmpty();
        (await GetAsync("b")).Etag.ShouldBeEmpty();
        (await GetAsync("c")).Data.ToByteArray().ShouldBe([3]);
    }

    [Fact]
    public async Task ExecuteStateTransaction_OneETagStale_AppliesNone()
    {
        await SaveAsync(Item("a", [1]));
        var request = new ExecuteStateTransactionRequest
        {
            StoreName = "statestore",
            Operations = { Operation("upsert", Item("a", [2])), Operation("upsert", Item("b", [2], etag: "999")) },
        };

        (await ShouldFailAsync(async () => await Client.ExecuteStateTransactionAsync(request))).ShouldBe(StatusCode.Aborted);
        (await GetAsync("a")).Data.ToByteArray().ShouldBe([1]);

        request.Operations[1].Request.Etag = null;
        request.Operations.Add(Operation("delete", Item("a", [])));
        await Client.ExecuteStateTransactionAsync(request);
        (await GetAsync("a")).Etag.ShouldBeEmpty();
        (await GetAsync("b")).Data.ToByteArray().ShouldBe([2]);
    }

    [Fact]
    public async Task AnyCall_BadStoreKeyOrOperation_HasItsStatus()
    {
        var unknownStore = new GetStateRequest { StoreName = "none", Key = "k" };
        var illegalKey = new GetStateRequest { StoreName = "statestore", Key = "a||b" };
        var unknownOperation = new ExecuteStateTransactionRequest
        {
            StoreName = "statestore",
            Operations = { Operation("increment", Item("a", [])) },
        };

        (await ShouldFailAsync(async () => await Client.GetStateAsync(unknownStore))).ShouldBe(StatusCode.InvalidArgument);
        (await ShouldFailAsync(async () => await Client.GetStateAsync(illegalKey))).ShouldBe(StatusCode.InvalidArgument);
        (await ShouldFailAsync(async () => await Client.ExecuteStateTransactionAsync(unknownOperation))).ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task GetState_SavedOverHttpWithTtl_HasTheJsonAndTheExpiry()
    {
        await _host.Http.PostAsync(
            "v1.0/state/statestore", new StringContent("""[{"key":"k","value":{"a":1},"metadata":{"ttlInSeconds":"60"}}]"""));

        var found = await GetAsync("k");

        found.Data.ToStringUtf8().ShouldBe("""{"a":1}""");
        DateTimeOffset.Parse(found.Metadata["ttlExpireTime"]).ShouldBe(_host.Time.GetUtcNow().AddSeconds(60));
    }

    private async Task IncrementAsync()
    {
        while (true)
        {
            var read = await GetAsync("n");
            var item = Item("n", [(byte)(read.Data[0] + 1)], read.Etag);
            item.Options = new StateOptions { Concurrency = StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite };
            try
            {
                await SaveAsync(item);
                return;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Aborted)
            {
                // Another one was first: read again.
            }
        }
    }

    private async Task<GetStateResponse> GetAsync(string key) =>
        await Client.GetStateAsync(new GetStateRequest { StoreName = "statestore", Key = key });

    private async Task SaveAsync(params StateItem[] items) =>
        await Client.SaveStateAsync(new SaveStateRequest { StoreName = "statestore", States = { items } });

    private static StateItem Item(string key, byte[] value, string? etag = null) => new()
    {
        Key = key,
        Value = ByteString.CopyFrom(value),
        Etag = etag is null ? null : new Etag { Value = etag },
    };

    private static TransactionalStateOperation Operation(string type, StateItem item) => new() { OperationType = type, Request = item };

    private static async Task<StatusCode> ShouldFailAsync(Func<Task> call) => (await Should.ThrowAsync<RpcException>(call)).StatusCode;
}
