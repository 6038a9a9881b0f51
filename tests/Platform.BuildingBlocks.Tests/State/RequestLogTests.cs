using Dapr.Client;
using Platform.Hosting.Failures;
using Platform.State;
using Platform.State.Idempotency;
using Platform.Testing;

namespace Platform.BuildingBlocks.Tests.State;

[Collection(nameof(SidecarTests))]
public sealed class RequestLogTests(SidecarFixture sidecar)
{
    private const string Kind = "request";

    [Fact]
    public void Execute_RequestsInAnyOrderAndNumber_HappenOnceWithOneResult() => AsyncProperty.Holds<byte[]>(async requests =>
    {
        var account = sidecar.NewName();
        var answers = new Dictionary<byte, long>();
        foreach (var request in requests)
        {
            var balance = (await DepositAsync(sidecar.First, account, RequestKey.Of(account, $"{request}", [request]), request)).Balance;
            answers.TryAdd(request, balance);
            balance.ShouldBe(answers[request]);
        }

        (await BalanceAsync(account)).ShouldBe(answers.Keys.Sum(each => (long)each));
    });

    [Fact]
    public async Task Execute_SameRequestByTwoWritersAtOnce_HappensOnce()
    {
        var account = sidecar.NewName();

        for (byte number = 1; number <= 30; number++)
        {
            var key = RequestKey.Of(account, $"{number}", [number]);
            var answers = await Task.WhenAll(
                DepositAsync(sidecar.First, account, key, number), DepositAsync(sidecar.Second, account, key, number));
            answers[0].ShouldBe(answers[1]);
        }

        (await BalanceAsync(account)).ShouldBe(30 * 31 / 2);
    }

    [Fact]
    public async Task Execute_SameIdForAnotherRequest_SaysSo()
    {
        var account = sidecar.NewName();
        await DepositAsync(sidecar.First, account, RequestKey.Of(account, "id", [1]), 1);

        var other = DepositAsync(sidecar.First, account, RequestKey.Of(account, "id", [2]), 2);

        (await Should.ThrowAsync<InvalidArgumentException>(() => other)).Reason.ShouldBe("REQUEST_ID_REUSED");
        (await BalanceAsync(account)).ShouldBe(1);
    }

    [Fact]
    public async Task Execute_RequestThatItsTwinMadeImpossible_GivesTheTwinsResult()
    {
        var (name, log) = (sidecar.NewName(), NewLog(sidecar.First));
        var key = RequestKey.Of(name, "id", [1]);
        await log.ExecuteAsync(key, _ => Task.FromResult<Mutation<Account>?>(new(new Account(7), [])), default);

        var thrown = await log.ExecuteAsync(key, _ => throw new AlreadyExistsException("TAKEN", "Taken."), default);
        var refused = await log.ExecuteAsync(key, _ => Task.FromResult<Mutation<Account>?>(null), default);

        thrown.ShouldBe(new Account(7));
        refused.ShouldBe(new Account(7));
    }

    [Fact]
    public async Task Execute_RequestThatFails_LeavesNoRecord()
    {
        var (name, log) = (sidecar.NewName(), NewLog(sidecar.First));
        var key = RequestKey.Of(name, "id", [1]);

        await Should.ThrowAsync<FailedPreconditionException>(
            () => log.ExecuteAsync(key, _ => throw new FailedPreconditionException("NOT_NOW", "Not now."), default));
        var refused = await log.ExecuteAsync(key, _ => Task.FromResult<Mutation<Account>?>(null), default);

        refused.ShouldBeNull();
        (await log.FindAsync(key, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Find_RequestAfterItsLifetime_IsForgotten()
    {
        var (name, log) = (sidecar.NewName(), NewLog(sidecar.First));
        var key = RequestKey.Of(name, "id", [1]);
        await log.ExecuteAsync(key, _ => Task.FromResult<Mutation<Account>?>(new(new Account(7), [])), default);

        sidecar.Clock.Advance(TimeSpan.FromHours(24));

        (await log.FindAsync(key, default)).ShouldBeNull();
    }

    private static RequestLog<Account> NewLog(DaprClient dapr) => new(dapr, SidecarFixture.Store, Kind);

    private static DocumentStore<Account> NewAccounts(DaprClient dapr) => new(dapr, SidecarFixture.Store, "account");

    private static async Task<Account> DepositAsync(DaprClient dapr, string account, RequestKey? key, long amount)
    {
        var accounts = NewAccounts(dapr);
        var result = await NewLog(dapr).ExecuteAsync(
            key,
            async token =>
            {
                var document = await accounts.GetAsync(account, token);
                var after = new Account((document.Value?.Balance ?? 0) + amount);
                return new Mutation<Account>(after, [accounts.Put(document, after)]);
            },
            default);
        return result.ShouldNotBeNull();
    }

    private async Task<long> BalanceAsync(string account) => (await NewAccounts(sidecar.First).GetAsync(account, default)).Value?.Balance ?? 0;

    private sealed record Account(long Balance);
}
