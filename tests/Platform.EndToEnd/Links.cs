using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Platform.EndToEnd;

/// <summary>The shortener's REST API, as far as the tests use it.</summary>
internal static class Links
{
    /// <summary>Creates a short link; returns its code, or null when the request was not acknowledged.</summary>
    public static async Task<string?> TryCreateAsync(HttpClient gateway, string longUrl, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await gateway.PostAsJsonAsync("/v1/links", new { longUrl }, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? (await ReadAsync(response, cancellationToken)).GetProperty("shortCode").GetString()
                : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Creates a short link and asserts that it was made for exactly this URL; returns its code.</summary>
    public static async Task<string> CreateAsync(HttpClient gateway, string longUrl, CancellationToken cancellationToken)
    {
        using var response = await gateway.PostAsJsonAsync("/v1/links", new { longUrl }, cancellationToken);
        var link = await ReadAsync(response, cancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{longUrl}: {link}");
        link.GetProperty("longUrl").GetString().ShouldBe(longUrl);
        return link.GetProperty("shortCode").GetString()!;
    }

    /// <summary>Follows a short link one step; returns the raw Location header.</summary>
    public static async Task<string> ResolveAsync(HttpClient gateway, string code, CancellationToken cancellationToken)
    {
        using var response = await gateway.GetAsync("/" + code, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect, code);
        return response.Headers.NonValidated["Location"].ToString();
    }

    /// <summary>The exact number of clicks counted so far.</summary>
    public static async Task<long> CountClicksAsync(HttpClient gateway, string code, CancellationToken cancellationToken)
    {
        var stats = await gateway.GetFromJsonAsync<JsonElement>($"/v1/links/{code}/stats", cancellationToken);
        // The protobuf JSON mapping writes 64-bit integers as strings.
        return long.Parse(stats.GetProperty("clicks").GetString()!);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
}
