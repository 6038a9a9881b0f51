using System.Net;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using Platform.Commerce.Tests.StoreFront;
using Platform.Hosting.Access;
using Platform.Shortener.V1;

namespace Platform.EndToEnd.Access;

/// <summary>
/// Goes through every route of the public API, with ids that nothing has and with empty bodies. What the services answer does not matter, but the calls arrive. All at once,
/// so that the gateway asks the rate limiter for many in one call too.
/// </summary>
internal static partial class RouteWalk
{
    /// <summary>Sends a request for each method that has a route.</summary>
    public static Task RunAsync(Visitor visitor) =>
        Task.WhenAll(MethodAccess.PublicMethods(typeof(ShortenerReflection).Assembly).Select(method => SendAsync(visitor, method)));

    private static async Task SendAsync(Visitor visitor, MethodDescriptor method)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        var (verb, template) = RouteOf(rule);

        var (status, _) = await visitor.TryAsync(verb, PathOf(template), rule.Body.Length > 0 ? new { } : null);

        // Neither is sent on to a service.
        status.ShouldNotBe(HttpStatusCode.TooManyRequests, method.FullName);
        status.ShouldNotBe(HttpStatusCode.MethodNotAllowed, method.FullName);
    }

    private static (HttpMethod Verb, string Template) RouteOf(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
        HttpRule.PatternOneofCase.Put => (HttpMethod.Put, rule.Put),
        HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
        HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
        HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
        _ => (new HttpMethod(rule.Custom.Kind), rule.Custom.Path),
    };

    /// <summary><c>/v1/{name=links/*}:undelete</c> with an id for the asterisk.</summary>
    private static string PathOf(string template) => Variable()
        .Replace(template, variable => variable.Groups["pattern"] is { Success: true, Value: var pattern } ? pattern : "*")
        .Replace("*", Guid.NewGuid().ToString("N"), StringComparison.Ordinal);

    [GeneratedRegex(@"\{[^{}=]+(=(?<pattern>[^{}]*))?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
