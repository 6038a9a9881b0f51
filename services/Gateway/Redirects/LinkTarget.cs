using Microsoft.Extensions.Primitives;
using Platform.Gateway.Problems;

namespace Platform.Gateway.Redirects;

/// <summary>
/// What a short code leads to: a location, or the problem that says why to nowhere. <paramref name="FreshUntil"/> is the time
/// (UTC ticks) up to which it may be served from memory; 0 for what must be asked for each time.
/// </summary>
internal sealed record LinkTarget(string Code, StringValues Location, Problem? Problem, long FreshUntil);

/// <summary>Asks the service that owns the links.</summary>
internal interface ILinkSource
{
    /// <summary>Resolves a code. What the service says of the link (unknown, expired) is a target, not a failure.</summary>
    /// <exception cref="Grpc.Core.RpcException">The service did not answer.</exception>
    Task<LinkTarget> ResolveAsync(string code, CancellationToken cancellationToken);
}
