using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Platform.Gateway.Access;
using Platform.Gateway.Transcoding;
using Platform.Gateway.Transcoding.Binding;
using Platform.Gateway.Transcoding.Templates;
using Platform.RateLimiting;

namespace Platform.Gateway.RateLimits;

/// <summary>
/// What the limiter is told of a request: <c>route</c> (method and template of the path, such as <c>GET /v1/{name=links/*}</c>), <c>ip</c>, and of
/// callers who signed in <c>user</c>, <c>api_key</c> and <c>tier</c>.
/// </summary>
internal sealed class RequestFacts(ApiSurface api, IOptions<GatewayOptions> options)
{
    /// <summary>The route of requests that no method is bound to.</summary>
    public const string OtherRoute = "other";

    /// <summary>The route of requests whose credentials are not valid, wherever they want to.</summary>
    public const string RefusedRoute = "refused credentials";

    /// <summary>The route of short links.</summary>
    public const string RedirectRoute = "GET /{code}";

    /// <summary>Of an IPv6 address only the network counts: whoever has one address has all of it (RFC 6177).</summary>
    private const int NetworkBytes = 8;

    private static readonly KeyValuePair<string, string> UnknownAddress = new("ip", "unknown");

    private readonly Dictionary<HttpBinding, KeyValuePair<string, string>> _routes = new(
        api.Bindings.Select(binding => KeyValuePair.Create(binding, Route($"{binding.HttpMethod} {binding.Template}"))), ReferenceEqualityComparer.Instance);

    private readonly KeyValuePair<string, string> _other = Route(OtherRoute);
    private readonly KeyValuePair<string, string> _refused = Route(RefusedRoute);
    private readonly KeyValuePair<string, string> _redirect = Route(RedirectRoute);
    private readonly GatewayOptions _options = options.Value;

    /// <summary>The facts of a request, in the order in which it always has them.</summary>
    public RateLimitKey Of(HttpContext context)
    {
        var route = RouteOf(context);
        var ip = AddressOf(context);
        var caller = context.Features.Get<ICallerFeature>();
        if (caller is null or { IsAnonymous: true }) return new RateLimitKey(_options.RateLimits.Domain, route, ip);
        var facts = new List<KeyValuePair<string, string>>(capacity: 5) { route, ip, new("user", caller.UserId) };
        if (caller.ApiKeyId.Length > 0) facts.Add(new("api_key", caller.ApiKeyId));
        if (caller.Tier.Length > 0) facts.Add(new("tier", caller.Tier));
        return new RateLimitKey(_options.RateLimits.Domain, facts);
    }

    /// <summary>The facts of a request whose credentials are not valid.</summary>
    public RateLimitKey OfRefused(HttpContext context) => new(_options.RateLimits.Domain, _refused, AddressOf(context));

    private static KeyValuePair<string, string> Route(string name) => new("route", name);

    private KeyValuePair<string, string> RouteOf(HttpContext context)
    {
        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        var path = RequestTarget.RawPath(context);
        var match = api.Routes.Match(method, path);
        return match.Outcome == RouteOutcome.Found ? _routes[match.Route!]
            : HttpMethods.IsGet(method) && path.Length > 1 && path[1..].IndexOf('/') < 0 ? _redirect
            : _other;
    }

    private KeyValuePair<string, string> AddressOf(HttpContext context)
    {
        if (ClientAddress.Of(context, _options.Access.ClientAddressHeader) is not { } address) return UnknownAddress;
        return new("ip", address.AddressFamily == AddressFamily.InterNetworkV6 ? Network(address) : address.ToString());
    }

    private static string Network(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (!IPAddress.IsLoopback(address)) bytes[NetworkBytes..].Clear();
        return new IPAddress(bytes).ToString();
    }
}
