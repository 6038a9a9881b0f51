using System.Globalization;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.PubSub;

namespace LocalDapr.Runtime.Bindings.Outputs;

/// <summary><c>bindings.http</c>: calls an HTTP endpoint. Metadata that begins with a capital letter are headers.</summary>
internal sealed class HttpBinding(Component component, HttpMessageInvoker http) : IOutputBinding
{
    private const string DefaultContentType = "application/json; charset=utf-8";

    private readonly string _url = component.Setting("url") is { Length: > 0 } url ? url : throw component.Invalid("url is missing");

    public IReadOnlyList<string> Operations { get; } = ["create", "get", "head", "post", "put", "patch", "delete", "options", "trace"];

    public async Task<BindingResponse> InvokeAsync(BindingRequest request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (GoDuration.TryParse(component.Setting("responseTimeout"), out var limit))
            timeout.CancelAfter(limit);
        try
        {
            using var message = NewMessage(request);
            using var response = await http.SendAsync(message, timeout.Token);
            var metadata = MetadataOf(response);
            var mustSucceed = !IsFalse(request.Option("errorIfNot2XX") ?? component.Setting("errorIfNot2XX"));
            if (mustSucceed && !response.IsSuccessStatusCode)
                throw new BindingException($"received status code {(int)response.StatusCode}");
            return new BindingResponse(await response.Content.ReadAsByteArrayAsync(timeout.Token), metadata);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BindingException("the endpoint did not answer in time", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UriFormatException or FormatException)
        {
            throw new BindingException($"the endpoint cannot be called: {exception.Message}", exception);
        }
    }

    private HttpRequestMessage NewMessage(BindingRequest request)
    {
        var url = request.Option("path") is { } path ? $"{_url.TrimEnd('/')}/{path.TrimStart('/')}" : _url;
        var method = request.Operation is "create" ? "POST" : request.Operation.ToUpperInvariant();
        var message = new HttpRequestMessage(new HttpMethod(method), new Uri(url, UriKind.Absolute));
        if (method is "POST" or "PUT" or "PATCH")
        {
            message.Content = new ReadOnlyMemoryContent(request.Data);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.Option("Content-Type") ?? DefaultContentType);
        }

        message.Headers.TryAddWithoutValidation("Accept", request.Option("Accept") ?? DefaultContentType);
        if (component.Setting("securityTokenHeader") is { Length: > 0 } header && component.Setting("securityToken") is { Length: > 0 } token)
            message.Headers.TryAddWithoutValidation(header, token);
        foreach (var (name, value) in request.Metadata.Where(pair => IsHeader(pair.Key)))
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    private static bool IsHeader(string name) =>
        name is [>= 'A' and <= 'Z', ..] && name is not ("Accept" or "Content-Type")
        || name is "traceparent" or "tracestate" or "baggage";

    private static Dictionary<string, string> MetadataOf(HttpResponseMessage response)
    {
        var metadata = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value));
        metadata["statusCode"] = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        metadata["status"] = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        return metadata;
    }

    private static bool IsFalse(string? value) =>
        !string.IsNullOrEmpty(value) && !new Dictionary<string, string> { ["value"] = value }.IsTrue("value");
}
