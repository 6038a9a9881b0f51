using System.Net.Http.Json;
using System.Text.Json;

namespace Dapr.Client;

internal sealed partial class DaprClientGrpc
{
    private static readonly HttpRequestOptionsKey<string> AppIdKey = new("appId");
    private static readonly HttpRequestOptionsKey<string> MethodNameKey = new("methodName");

    public override HttpRequestMessage CreateInvokeMethodRequest(HttpMethod httpMethod, string appId, string methodName) =>
        CreateInvokeMethodRequest(httpMethod, appId, methodName, []);

    public override HttpRequestMessage CreateInvokeMethodRequest(
        HttpMethod httpMethod,
        string appId,
        string methodName,
        IReadOnlyCollection<KeyValuePair<string, string>> queryStringParameters)
    {
        ArgumentNullException.ThrowIfNull(httpMethod);
        ArgumentException.ThrowIfNullOrEmpty(appId);
        ArgumentNullException.ThrowIfNull(methodName);
        var address = new Uri(_httpEndpoint, $"/v1.0/invoke/{appId}/method/{methodName.TrimStart('/')}");
        var request = new HttpRequestMessage(httpMethod, WithQuery(address, queryStringParameters));
        request.Options.Set(AppIdKey, appId);
        request.Options.Set(MethodNameKey, methodName);
        AddApiToken(request);
        return request;
    }

    public override HttpRequestMessage CreateInvokeMethodRequest<TRequest>(
        HttpMethod httpMethod,
        string appId,
        string methodName,
        IReadOnlyCollection<KeyValuePair<string, string>> queryStringParameters,
        TRequest data)
    {
        var request = CreateInvokeMethodRequest(httpMethod, appId, methodName, queryStringParameters);
        request.Content = JsonContent.Create(data, options: JsonSerializerOptions);
        return request;
    }

    public override async Task<HttpResponseMessage> InvokeMethodWithResponseAsync(
        HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestUri is null || !_httpEndpoint.IsBaseOf(request.RequestUri))
        {
            throw new InvalidOperationException("The request's address is not one of this client's sidecar.");
        }

        try
        {
            return await _httpClient.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw InvocationFailed(request, exception, response: null);
        }
    }

    public override HttpClient CreateInvokableHttpClient(string? appId = null) =>
        CreateInvokeHttpClient(appId, _httpEndpoint.AbsoluteUri, _apiToken);

    public override async Task InvokeMethodAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        using var response = await InvokeSuccessfullyAsync(request, cancellationToken);
    }

    public override async Task<TResponse> InvokeMethodAsync<TResponse>(
        HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        var response = await InvokeSuccessfullyAsync(request, cancellationToken);
        try
        {
            return (await response.Content.ReadFromJsonAsync<TResponse>(JsonSerializerOptions, cancellationToken))!;
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException)
        {
            throw InvocationFailed(request, exception, response);
        }
    }

    /// <summary>A response of another status than 2xx becomes an exception that carries it, undisposed.</summary>
    private async Task<HttpResponseMessage> InvokeSuccessfullyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await InvokeMethodWithResponseAsync(request, cancellationToken);
        try
        {
            return response.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException exception)
        {
            throw InvocationFailed(request, exception, response);
        }
    }

    private static InvocationException InvocationFailed(HttpRequestMessage request, Exception exception, HttpResponseMessage? response)
    {
        request.Options.TryGetValue(AppIdKey, out var appId);
        request.Options.TryGetValue(MethodNameKey, out var methodName);
        return new InvocationException(appId, methodName, exception, response);
    }

    /// <summary>A method name may bring a query of its own, which is kept in front.</summary>
    private static Uri WithQuery(Uri address, IReadOnlyCollection<KeyValuePair<string, string>>? parameters)
    {
        if (parameters is not { Count: > 0 })
        {
            return address;
        }

        var query = parameters.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}");
        var builder = new UriBuilder(address);
        builder.Query = string.Join('&', builder.Query is { Length: > 1 } own ? query.Prepend(own[1..]) : query);
        return builder.Uri;
    }
}
