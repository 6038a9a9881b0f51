using Dapr.Client;
using Platform.Identity.Domain.Tokens;
using Platform.State;

namespace Platform.Identity.Storage;

/// <summary>Families of refresh tokens. They go away by themselves when nothing of them can be used any more.</summary>
internal sealed class FamilyStore(DaprClient dapr, TimeProvider clock)
{
    private readonly DocumentStore<RefreshFamily> _families = new(dapr, Stores.State, "refresh-family");

    /// <summary>The write of a new family.</summary>
    public StateTransactionRequest Begin(RefreshFamily family) => Put(new Document<RefreshFamily>(family.Id, Value: null, ""), family);

    /// <summary>A family; null where there is none, or none any more.</summary>
    public async Task<RefreshFamily?> FindAsync(string id, CancellationToken cancellationToken) => (await _families.GetAsync(id, cancellationToken)).Value;

    /// <summary>Shows a token to its family, and keeps what becomes of it. Of two that show one token at once, one is the first.</summary>
    public Task<RefreshOutcome> ShowAsync(RefreshToken token, RefreshLifetimes lifetimes, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async cancellation =>
            {
                var document = await _families.GetAsync(token.FamilyId, cancellation);
                var outcome = document.Value?.Show(token, lifetimes, clock.GetUtcNow()) ?? new RefreshOutcome.Refused();
                var changed = outcome switch
                {
                    RefreshOutcome.Rotated rotated => rotated.Family,
                    RefreshOutcome.Reused reused => reused.Family,
                    _ => null,
                };
                return changed is null || await dapr.TryCommitAsync(Stores.State, [Put(document, changed)], cancellation) ? outcome : null;
            },
            cancellationToken);

    /// <summary>Revokes the family of a token; null where there was nothing to revoke.</summary>
    public async Task<RefreshFamily?> RevokeAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        var revocation = await Optimistic.RetryAsync(
            async cancellation =>
            {
                var document = await _families.GetAsync(token.FamilyId, cancellation);
                if (document.Value is not { IsRevoked: false } family || !family.Knows(token))
                {
                    return new Revocation(Family: null);
                }

                var revoked = family with { IsRevoked = true };
                return await dapr.TryCommitAsync(Stores.State, [Put(document, revoked)], cancellation) ? new Revocation(revoked) : null;
            },
            cancellationToken);
        return revocation.Family;
    }

    private StateTransactionRequest Put(Document<RefreshFamily> read, RefreshFamily family) =>
        _families.Put(read, family, family.ExpireTime - clock.GetUtcNow());

    private sealed record Revocation(RefreshFamily? Family);
}
