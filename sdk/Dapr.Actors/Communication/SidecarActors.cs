using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dapr.Actors.Communication;

/// <summary>The sidecar's actors API over HTTP: <c>/v1.0/actors/{type}/{id}/…</c>.</summary>
#pragma warning disable CA1001 // An HttpClient that does not own its handler holds nothing that needs disposal.
internal sealed class SidecarActors
#pragma warning restore CA1001
{
    private const string TokenHeader = "dapr-api-token";
    private static readonly SocketsHttpHandler SharedHandler = new() { UseCookies = false, AllowAutoRedirect = false };
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");
    private static readonly MediaTypeHeaderValue Binary = new("application/octet-stream", "utf-8");

    private readonly HttpClient _http;
    private readonly (string Endpoint, string? Token, TimeSpan? Timeout) _settings;
    private readonly string _root;
    private readonly string? _token;

    /// <param name="endpoint">Address of the sidecar's HTTP API.</param>
    /// <param name="token">What the sidecar asks for; null or empty for nothing.</param>
    /// <param name="timeout">How long a request may take; null for the default of <see cref="HttpClient"/>.</param>
    /// <param name="handler">Sends the requests; null for the shared one.</param>
    public SidecarActors(string endpoint, string? token, TimeSpan? timeout, HttpMessageHandler? handler)
    {
        _http = new HttpClient(handler ?? SharedHandler, disposeHandler: false);
        _http.Timeout = timeout ?? _http.Timeout;
        _settings = (endpoint, token, timeout);
        _root = endpoint.TrimEnd('/') + "/v1.0/actors/";
        _token = string.IsNullOrWhiteSpace(token) ? null : token;
    }

    /// <summary>Whether this is what those settings ask for.</summary>
    public bool Has(string endpoint, string? token, TimeSpan? timeout) => _settings == (endpoint, token, timeout);

    /// <summary>Calls a method.</summary>
    /// <param name="type">Type of the actor.</param>
    /// <param name="id">Id of the actor.</param>
    /// <param name="method">The method.</param>
    /// <param name="body">The argument, or null for none.</param>
    /// <param name="remotingHeader">What typed proxies send with the body; null for plain JSON.</param>
    /// <param name="cancellationToken">Ends the call; the actor's own token is cancelled then.</param>
    /// <exception cref="ActorMethodInvocationException">The method threw.</exception>
    /// <exception cref="DaprApiException">The sidecar could not call the actor.</exception>
    public async Task<byte[]> InvokeAsync(
        string type, string id, string method, ReadOnlyMemory<byte>? body, string? remotingHeader, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Put, type, id, "method", method, body, remotingHeader is null ? Json : Binary);
        if (remotingHeader is not null)
            request.Headers.TryAddWithoutValidation(Headers.Request, remotingHeader);
        if (Reentrancy.Current is { } chain)
            request.Headers.TryAddWithoutValidation(Headers.ReentrancyId, chain);
        using var response = await SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.Headers.TryGetValues(Headers.Error, out var error) ? throw RemoteFailure.Read(error.First(), answer) : answer;
    }

    /// <summary>Reads a value of an actor's state: JSON, empty when there is none.</summary>
    public async Task<(byte[] Value, DateTimeOffset? ExpiresAt)> GetStateAsync(string type, string id, string key, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, type, id, "state", key);
        using var response = await SendAsync(request, cancellationToken);
        var value = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        DateTimeOffset? expiresAt = response.Headers.TryGetValues(Headers.Expiry, out var expiry)
            && DateTimeOffset.TryParse(expiry.First(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
        return (value, expiresAt);
    }

    /// <summary>Applies a transaction to an actor's state.</summary>
    public Task SaveStateAsync(string type, string id, ReadOnlyMemory<byte> operations, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, type, id, "state", null, operations, cancellationToken);

    /// <summary>Registers a timer (<paramref name="kind"/> <c>timers</c>) or a reminder (<c>reminders</c>).</summary>
    public Task RegisterAsync(string type, string id, string kind, string name, byte[] definition) =>
        SendAsync(HttpMethod.Put, type, id, kind, name, definition, CancellationToken.None);

    /// <summary>Takes back a timer (<paramref name="kind"/> <c>timers</c>) or a reminder (<c>reminders</c>).</summary>
    public Task UnregisterAsync(string type, string id, string kind, string name) =>
        SendAsync(HttpMethod.Delete, type, id, kind, name, null, CancellationToken.None);

    /// <summary>Reads a reminder: JSON, or null when there is none.</summary>
    public async Task<byte[]?> GetReminderAsync(string type, string id, string name)
    {
        using var request = Request(HttpMethod.Get, type, id, "reminders", name);
        using var response = await _http.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        await ThrowOnFailureAsync(response, CancellationToken.None);
        return await response.Content.ReadAsByteArrayAsync() is { Length: > 0 } body ? body : null;
    }

    private static async Task ThrowOnFailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden && response.Content.Headers.ContentType?.MediaType != Json.MediaType)
            throw new AuthenticationException("The sidecar does not accept the API token.");
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            if (JsonSerializer.Deserialize<Failure>(body) is { Code: not null } failure)
                throw new DaprApiException(failure.Message ?? "", failure.Code, isTransient: false);
        }
        catch (JsonException)
        {
            // Not an answer of the actors API; the status has to do.
        }

        throw new DaprApiException($"The sidecar answered {(int)response.StatusCode} without saying why.");
    }

    private HttpRequestMessage Request(
        HttpMethod verb, string type, string id, string area, string? name, ReadOnlyMemory<byte>? body = null, MediaTypeHeaderValue? mediaType = null)
    {
        var path = $"{_root}{Uri.EscapeDataString(type)}/{Uri.EscapeDataString(id)}/{area}";
        var request = new HttpRequestMessage(verb, name is null ? path : $"{path}/{Uri.EscapeDataString(name)}");
        if (body is { } content)
            request.Content = new ReadOnlyMemoryContent(content) { Headers = { ContentType = mediaType ?? Json } };
        if (_token is not null)
            request.Headers.TryAddWithoutValidation(TokenHeader, _token);
        return request;
    }

    private async Task SendAsync(
        HttpMethod verb, string type, string id, string area, string? name, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        using var request = Request(verb, type, id, area, name, body);
        using var response = await SendAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await _http.SendAsync(request, cancellationToken);
        try
        {
            await ThrowOnFailureAsync(response, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private sealed record Failure([property: JsonPropertyName("errorCode")] string? Code, [property: JsonPropertyName("message")] string? Message);
}
