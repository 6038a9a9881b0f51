using Microsoft.Extensions.Primitives;
using Platform.Gateway.Problems;
using Platform.State.Caching;

namespace Platform.Gateway.Redirects;

/// <summary>What a short code leads to: a location, or the problem that says why to nowhere.</summary>
internal sealed record LinkTarget(string Code, StringValues Location, Problem? Problem);

/// <summary>Asks the service that owns the links.</summary>
internal interface ILinkSource
{
    /// <summary>Resolves a code. What the service says of the link (unknown, expired) is a target, not a failure.</summary>
    /// <param name="code">The code.</param>
    /// <param name="peek">Whether nobody follows the link, so that no visit is counted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The target, not to be kept where each visit must be asked for.</returns>
    /// <exception cref="Grpc.Core.RpcException">The service did not answer.</exception>
    Task<Perishable<LinkTarget>> ResolveAsync(string code, bool peek, CancellationToken cancellationToken);
}
