using Wire = Dapr.Proto.Runtime.V1;

namespace Dapr.Client;

internal sealed partial class DaprClientGrpc
{
    private const string SecretOperation = "Secret";
    private const string MetadataOperation = "Metadata";

    private static readonly TimeSpan HealthPollInterval = TimeSpan.FromMilliseconds(100);

    public override async Task<Dictionary<string, string>> GetSecretAsync(
        string storeName,
        string key,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var request = new Wire.GetSecretRequest { StoreName = storeName, Key = key };
        AddAll(request.Metadata, metadata);
        var response = await SendAsync(SecretOperation, _client.GetSecretAsync(request, Options(cancellationToken)));
        return new Dictionary<string, string>(response.Data);
    }

    public override async Task<Dictionary<string, Dictionary<string, string>>> GetBulkSecretAsync(
        string storeName, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        var request = new Wire.GetBulkSecretRequest { StoreName = storeName };
        AddAll(request.Metadata, metadata);
        var response = await SendAsync(SecretOperation, _client.GetBulkSecretAsync(request, Options(cancellationToken)));
        return response.Data.ToDictionary(secret => secret.Key, secret => new Dictionary<string, string>(secret.Value.Secrets));
    }

    public override Task<bool> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        ProbeAsync("/v1.0/healthz", cancellationToken);

    public override Task<bool> CheckOutboundHealthAsync(CancellationToken cancellationToken = default) =>
        ProbeAsync("/v1.0/healthz/outbound", cancellationToken);

    public override async Task WaitForSidecarAsync(CancellationToken cancellationToken = default)
    {
        while (!await CheckOutboundHealthAsync(cancellationToken))
        {
            await Task.Delay(HealthPollInterval, cancellationToken);
        }
    }

    public override Task ShutdownSidecarAsync(CancellationToken cancellationToken = default) =>
        SendAsync("Shutdown", _client.ShutdownAsync(new Wire.ShutdownRequest(), Options(cancellationToken)));

    public override async Task<DaprMetadata> GetMetadataAsync(CancellationToken cancellationToken = default)
    {
        var call = _client.GetMetadataAsync(new Wire.GetMetadataRequest(), Options(cancellationToken));
        var response = await SendAsync(MetadataOperation, call);
        return new DaprMetadata(
            response.Id,
            [.. (response.ActorRuntime?.ActiveActors ?? []).Select(actor => new DaprActorMetadata(actor.Type, actor.Count))],
            new Dictionary<string, string>(response.ExtendedMetadata),
            [.. response.RegisteredComponents.Select(component =>
                new DaprComponentsMetadata(component.Name, component.Type, component.Version, [.. component.Capabilities]))]);
    }

    public override Task SetMetadataAsync(string attributeName, string attributeValue, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(attributeName);
        var request = new Wire.SetMetadataRequest { Key = attributeName, Value = attributeValue };
        return SendAsync(MetadataOperation, _client.SetMetadataAsync(request, Options(cancellationToken)));
    }

    private async Task<bool> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_httpEndpoint, path));
        AddApiToken(request);
        try
        {
            using var response = await _httpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void AddApiToken(HttpRequestMessage request)
    {
        if (_apiToken is not null)
        {
            request.Headers.TryAddWithoutValidation(ApiTokenHeader, _apiToken);
        }
    }
}
