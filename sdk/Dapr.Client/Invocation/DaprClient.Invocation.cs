namespace Dapr.Client;

public abstract partial class DaprClient
{
    /// <summary>Creates a POST request for a method of an app, without a body.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method's path.</param>
    public HttpRequestMessage CreateInvokeMethodRequest(string appId, string methodName) =>
        CreateInvokeMethodRequest(HttpMethod.Post, appId, methodName);

    /// <summary>Creates a POST request for a method of an app, with a query and without a body.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method's path.</param>
    /// <param name="queryStringParameters">The query, unescaped.</param>
    public HttpRequestMessage CreateInvokeMethodRequest(
        string appId, string methodName, IReadOnlyCollection<KeyValuePair<string, string>> queryStringParameters) =>
        CreateInvokeMethodRequest(HttpMethod.Post, appId, methodName, queryStringParameters);

    /// <summary>Creates a request for a method of an app, without a body.</summary>
    /// <param name="httpMethod">The HTTP method.</param>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method's path.</param>
    public abstract HttpRequestMessage CreateInvokeMethodRequest(HttpMethod httpMethod, string appId, string methodName);

    /// <summary>Creates a request for a method of an app, with a query and without a body.</summary>
    /// <param name="httpMethod">The HTTP method.</param>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method's path.</param>
    /// <param name="queryStringParameters">The query, unescaped.</param>
    public abstract HttpRequestMessage CreateInvokeMethodRequest(
        HttpMethod httpMethod,
        string appId,
        string methodName,
        IReadOnlyCollection<KeyValuePair<string, string>> queryStringParameters);

    /// <summary>Creates a POST request for a method of an app, with a JSON body.</summary>
    /// <typeparam name="TRequest">Type of the body.</typeparam>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method's path.</param>
    /// <param name="data">The body.</param>
    public HttpRequestMessage CreateInvokeMethodRequest<TRequest>(string appId, string methodName, TRequest data) =>
        CreateInvokeMethodRequest(HttpMethod.Post, appId, methodName, [], data);

    /// <summary>Creates a request for a method of an app, with a query and a JSON body.</summary>
    /// <typeparam name="TRequest">Type of the body.</typeparam>
    /// <param name="httpMethod">The HTTP method.</param>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method's path.</param>
    /// <param name="queryStringParameters">The query, unescaped.</param>
    /// <param name="data">The body.</param>
    public abstract HttpRequestMessage CreateInvokeMethodRequest<TRequest>(
        HttpMethod httpMethod,
        string appId,
        string methodName,
        IReadOnlyCollection<KeyValuePair<string, string>> queryStringParameters,
        TRequest data);

    /// <summary>Sends a request that <c>CreateInvokeMethodRequest</c> made. The response may have any status.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvocationException">The sidecar could not be reached.</exception>
    public abstract Task<HttpResponseMessage> InvokeMethodWithResponseAsync(
        HttpRequestMessage request, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="CreateInvokeHttpClient"/>, with the sidecar and token of this client.</summary>
    /// <param name="appId">The app that relative addresses mean; null when all addresses are absolute.</param>
    public abstract HttpClient CreateInvokableHttpClient(string? appId = null);

    /// <summary>Sends a request that <c>CreateInvokeMethodRequest</c> made.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvocationException">The call failed or its status is not 2xx.</exception>
    public abstract Task InvokeMethodAsync(HttpRequestMessage request, CancellationToken cancellationToken = default);

    /// <summary>Sends a request that <c>CreateInvokeMethodRequest</c> made, and reads the JSON body of the response.</summary>
    /// <typeparam name="TResponse">Type of the body.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvocationException">The call failed, its status is not 2xx, or the body is not the JSON of the type.</exception>
    public abstract Task<TResponse> InvokeMethodAsync<TResponse>(
        HttpRequestMessage request, CancellationToken cancellationToken = default);

    /// <summary>Calls a method of an app by POST.</summary>
    public Task InvokeMethodAsync(string appId, string methodName, CancellationToken cancellationToken = default) =>
        InvokeMethodAsync(CreateInvokeMethodRequest(appId, methodName), cancellationToken);

    /// <summary>Calls a method of an app.</summary>
    public Task InvokeMethodAsync(
        HttpMethod httpMethod, string appId, string methodName, CancellationToken cancellationToken = default) =>
        InvokeMethodAsync(CreateInvokeMethodRequest(httpMethod, appId, methodName), cancellationToken);

    /// <summary>Calls a method of an app by POST, with a JSON body.</summary>
    public Task InvokeMethodAsync<TRequest>(
        string appId, string methodName, TRequest data, CancellationToken cancellationToken = default) =>
        InvokeMethodAsync(CreateInvokeMethodRequest(appId, methodName, data), cancellationToken);

    /// <summary>Calls a method of an app, with a JSON body.</summary>
    public Task InvokeMethodAsync<TRequest>(
        HttpMethod httpMethod, string appId, string methodName, TRequest data, CancellationToken cancellationToken = default) =>
        InvokeMethodAsync(CreateInvokeMethodRequest(httpMethod, appId, methodName, [], data), cancellationToken);

    /// <summary>Calls a method of an app by POST, for a JSON body.</summary>
    public Task<TResponse> InvokeMethodAsync<TResponse>(
        string appId, string methodName, CancellationToken cancellationToken = default) =>
        InvokeMethodAsync<TResponse>(CreateInvokeMethodRequest(appId, methodName), cancellationToken);

    /// <summary>Calls a method of an app, for a JSON body.</summary>
    public Task<TResponse> InvokeMethodAsync<TResponse>(
        HttpMethod httpMethod, string appId, string methodName, CancellationToken cancellationToken = default) =>
        InvokeMethodAsync<TResponse>(CreateInvokeMethodRequest(httpMethod, appId, methodName), cancellationToken);

    /// <summary>Calls a method of an app by POST, with a JSON body for a JSON body.</summary>
    public Task<TResponse> InvokeMethodAsync<TRequest, TResponse>(
        string appId, string methodName, TRequest data, CancellationToken cancellationToken = default) =>
        InvokeMethodAsync<TResponse>(CreateInvokeMethodRequest(appId, methodName, data), cancellationToken);

    /// <summary>Calls a method of an app, with a JSON body for a JSON body.</summary>
    public Task<TResponse> InvokeMethodAsync<TRequest, TResponse>(
        HttpMethod httpMethod, string appId, string methodName, TRequest data, CancellationToken cancellationToken = default) =>
        InvokeMethodAsync<TResponse>(CreateInvokeMethodRequest(httpMethod, appId, methodName, [], data), cancellationToken);
}
