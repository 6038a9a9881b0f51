namespace Dapr.Client;

/// <summary>
/// Sends requests to apps through the sidecar: the host of a request's address is read as an app id. The request is left as it was once
/// the response is there.
/// </summary>
public class InvocationHandler : DelegatingHandler
{
    private const string ApiTokenHeader = "dapr-api-token";

    private Uri _endpoint = new(DaprDefaults.GetHttpEndpoint());

    /// <summary>The sidecar's HTTP address; the environment's by default.</summary>
    /// <exception cref="ArgumentException">The scheme is neither http nor https.</exception>
    public string DaprEndpoint
    {
        get => _endpoint.OriginalString;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            var endpoint = new Uri(value, UriKind.Absolute);
            _endpoint = endpoint.Scheme is "http" or "https"
                ? endpoint
                : throw new ArgumentException("The sidecar's address must use http or https.", nameof(value));
        }
    }

    /// <summary>An app id whose letter case is kept: host names lose theirs.</summary>
    public string? DefaultAppId { get; set; }

    internal string? DaprApiToken { get; set; } = DaprDefaults.GetDaprApiToken();

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var original = request.RequestUri;
        request.RequestUri = Rewrite(original);
        if (!string.IsNullOrWhiteSpace(DaprApiToken))
        {
            request.Headers.TryAddWithoutValidation(ApiTokenHeader, DaprApiToken);
        }

        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = original;
            request.Headers.Remove(ApiTokenHeader);
        }
    }

    private Uri Rewrite(Uri? address)
    {
        if (address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            throw new ArgumentException($"The address '{address}' does not name an app.", nameof(address));
        }

        var appId = string.Equals(address.Host, DefaultAppId, StringComparison.OrdinalIgnoreCase) ? DefaultAppId : address.Host;
        return new UriBuilder(address)
        {
            Scheme = _endpoint.Scheme,
            Host = _endpoint.Host,
            Port = _endpoint.Port,
            Path = $"/v1.0/invoke/{appId}/method{address.AbsolutePath}",
        }.Uri;
    }
}
