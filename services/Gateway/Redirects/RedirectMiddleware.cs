using System.Buffers;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Platform.Gateway.Edge;
using Platform.Gateway.Problems;
using Platform.Messaging;
using Platform.State.Caching;

namespace Platform.Gateway.Redirects;

/// <summary>
/// Answers <c>GET /{code}</c>. First in the public pipeline: a link in memory is answered synchronously, with header
/// values made beforehand, and its click handed over as one struct.
/// </summary>
internal sealed class RedirectMiddleware(
    ReadThroughCache<LinkTarget> links, ILinkSource source, BatchingPublisher<Click> clicks, IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>The longest alias that a link can have.</summary>
    public const int MaxCodeLength = 64;

    private static readonly SearchValues<char> CodeCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");

    // Nobody but the browser itself may answer the next click, else it is not counted.
    private static readonly StringValues CacheControl = "private, max-age=0";

    private readonly RedirectOptions _options = options.Value.Redirects;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!TryCode(context.Request, out var code)) return next(context);
        AccessRecord.Matched(context, "/{code}");
        return links.Find(code) is { } link ? RespondAsync(context, link) : ResolveAsync(context, code.ToString());
    }

    private static bool TryCode(HttpRequest request, out ReadOnlySpan<char> code)
    {
        code = default;
        var path = request.Path.Value;
        if (path is not { Length: > 1 and <= MaxCodeLength + 1 } || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))) return false;
        code = path.AsSpan(1);
        return !code.ContainsAnyExcept(CodeCharacters) && code is not ("docs" or "healthz");
    }

    // HEAD asks about the link; only GET follows it, is a click and uses up a visit.
    private async Task ResolveAsync(HttpContext context, string code) => await RespondAsync(
        context,
        HttpMethods.IsGet(context.Request.Method)
            ? await links.GetAsync(code, context.RequestAborted)
            : (await source.ResolveAsync(code, peek: true, context.RequestAborted)).Value);

    private Task RespondAsync(HttpContext context, LinkTarget link)
    {
        if (link.Problem is not null) return RefuseAsync(context, link.Problem);
        var response = context.Response;
        response.StatusCode = _options.StatusCode;
        response.Headers.Location = link.Location;
        response.Headers.CacheControl = CacheControl;
        response.ContentLength = 0;
        if (HttpMethods.IsGet(context.Request.Method)) Capture(context, link.Code);
        return Task.CompletedTask;
    }

    // A redirect never waits for its click: when publishing is down for longer than the queue lasts, clicks are dropped and counted.
    private void Capture(HttpContext context, string code)
    {
        var headers = context.Request.Headers;
        _ = clicks.TryAdd(new Click(
            code,
            time.GetUtcNow(),
            context.Connection.RemoteIpAddress,
            _options.ClientAddressHeader.Length == 0 ? null : (string?)headers[_options.ClientAddressHeader],
            headers.UserAgent,
            headers.Referer,
            Country(headers)));
    }

    private string? Country(IHeaderDictionary headers)
    {
        foreach (var name in _options.CountryHeaders)
        {
            if (headers.TryGetValue(name, out var country)) return country;
        }
        return null;
    }

    private static Task RefuseAsync(HttpContext context, Problem problem)
    {
        var prefersHtml = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (!prefersHtml) return ProblemWriter.WriteAsync(context, problem);
        var text = problem.Code == StatusCode.NotFound ? "There is no such link." : "This link is no longer available.";
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(
            $"<!doctype html><html lang=\"en\"><title>{problem.Status}</title><body style=\"font-family:system-ui;margin:4rem\"><h1>{problem.Status}</h1><p>{text}</p></html>",
            context.RequestAborted);
    }
}
