using Dapr.Client;
using Platform.Hosting.Failures;
using Platform.Identity.Domain.Accounts;
using Platform.State;
using Platform.State.Idempotency;
using Platform.State.Logs;

namespace Platform.Identity.Storage;

/// <summary>Accounts with their usernames and audit trails. What belongs together commits together.</summary>
internal sealed class UserStore(DaprClient dapr)
{
    private const string Nobody = "-";
    private const int StrangerTrails = 16;

    private readonly DocumentStore<User> _users = new(dapr, Stores.State, "user");
    private readonly DocumentStore<UsernameClaim> _names = new(dapr, Stores.State, "username");
    private readonly PagedLog<AuditEvent> _trails = new(dapr, Stores.State, "audit");
    private readonly RequestLog<Created> _requests = new(dapr, Stores.State, "create-user-request");

    /// <summary>An account; null where there is none.</summary>
    public async Task<User?> FindAsync(string id, CancellationToken cancellationToken) => (await _users.GetAsync(id, cancellationToken)).Value;

    /// <summary>The account with a username; null where there is none. As many reads for both, so that the time tells nothing.</summary>
    public async Task<User?> FindByNameAsync(string? username, CancellationToken cancellationToken)
    {
        var claim = (await _names.GetAsync(username ?? Nobody, cancellationToken)).Value;
        return await FindAsync(claim?.UserId ?? Nobody, cancellationToken);
    }

    /// <summary>The account that a request made earlier; null for a new request.</summary>
    /// <exception cref="InvalidArgumentException">The request id was used for another request.</exception>
    public async Task<User?> FindCreatedAsync(RequestKey? request, CancellationToken cancellationToken) =>
        await _requests.FindAsync(request, cancellationToken) is { } created ? await FindAsync(created.UserId, cancellationToken) : null;

    /// <summary>Makes an account, or finds the one that the same request made. Null when the username is taken.</summary>
    /// <exception cref="InvalidArgumentException">The request id was used for another request.</exception>
    public async Task<User?> TryCreateAsync(User user, RequestKey? request, AuditEvent happened, CancellationToken cancellationToken)
    {
        var created = await _requests.ExecuteAsync(request, token => PlanCreateAsync(user, happened, token), cancellationToken);
        return created is null ? null : await FindAsync(created.UserId, cancellationToken);
    }

    /// <summary>Changes an account and tells its audit trail.</summary>
    /// <param name="id">The account.</param>
    /// <param name="change">Makes the new value of the old one; may run several times.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="more">Writes that commit with it.</param>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<User> UpdateAsync(
        string id,
        Func<User, User> change,
        AuditEvent happened,
        CancellationToken cancellationToken,
        params IReadOnlyList<StateTransactionRequest> more) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = await _users.GetAsync(id, token);
                var user = change(document.Value ?? throw Unknown());
                var trail = await _trails.GetHeadAsync(id, token);
                // Written also where nothing changed: what was decided by it holds only if nobody else changed it meanwhile.
                var isSaved = await dapr.TryCommitAsync(Stores.State, [_users.Put(document, user), .. _trails.Append(trail, happened), .. more], token);
                return isSaved ? user : null;
            },
            cancellationToken);

    /// <summary>Tells the audit trail of an account; without one that of strangers, so that the time tells nothing.</summary>
    /// <param name="userId">The account; null for none.</param>
    /// <param name="name">What was typed for the username. It only spreads strangers over trails, and is not kept.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task RecordAsync(string? userId, string name, AuditEvent happened, CancellationToken cancellationToken)
    {
        var id = userId ?? $"strangers-{KeyHash.Shard(name, StrangerTrails)}";
        return Optimistic.RetryAsync(
            async token =>
            {
                var trail = await _trails.GetHeadAsync(id, token);
                return await dapr.TryCommitAsync(Stores.State, [.. _trails.Append(trail, happened)], token) ? happened : null;
            },
            cancellationToken);
    }

    /// <summary>A page of an audit trail, newest first.</summary>
    public Task<IReadOnlyList<LogItem<AuditEvent>>> ReadTrailAsync(string userId, long? before, int count, CancellationToken cancellationToken) =>
        _trails.ReadNewestAsync(userId, before, count, cancellationToken);

    public static NotFoundException Unknown() => new("USER_NOT_FOUND", "There is no such user.");

    private async Task<Mutation<Created>?> PlanCreateAsync(User user, AuditEvent happened, CancellationToken cancellationToken)
    {
        var name = await _names.GetAsync(user.Username, cancellationToken);
        return name.Value is not null ? null : new Mutation<Created>(
            new Created(user.Id),
            [
                _names.Put(name, new UsernameClaim(user.Id)),
                _users.Put(new Document<User>(user.Id, Value: null, ""), user),
                .. _trails.Append(await _trails.GetHeadAsync(user.Id, cancellationToken), happened),
            ]);
    }

    /// <summary>Whose a username is.</summary>
    internal sealed record UsernameClaim(string UserId);

    /// <summary>What a request made.</summary>
    internal sealed record Created(string UserId);
}
