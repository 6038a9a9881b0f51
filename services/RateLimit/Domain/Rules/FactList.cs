using System.Net;

namespace Platform.RateLimit.Domain.Rules;

/// <summary>An entry of an allow or deny list.</summary>
internal sealed class FactList(IReadOnlyDictionary<string, string> match)
{
    private readonly (string Fact, string Value, IPNetwork? Network)[] _facts =
        [.. match.Select(fact => (fact.Key, fact.Value, IPNetwork.TryParse(fact.Value, out var network) ? network : (IPNetwork?)null))];

    /// <summary>Whether a request is on the list.</summary>
    public bool Has(IReadOnlyDictionary<string, string> facts) => Array.TrueForAll(
        _facts,
        listed => facts.TryGetValue(listed.Fact, out var value) && (listed.Value == value || listed.Value == RuleSet.Any || IsIn(listed.Network, value)));

    private static bool IsIn(IPNetwork? network, string value) =>
        network is { } net && IPAddress.TryParse(value, out var address) && net.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
