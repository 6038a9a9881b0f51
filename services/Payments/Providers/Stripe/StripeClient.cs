using System.Globalization;
using System.Text.Json;
using Dapr;
using Dapr.Client;
using Grpc.Core;
using Platform.Payments.Application;

namespace Platform.Payments.Providers.Stripe;

/// <summary>An answer of Stripe.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON.</param>
internal sealed record StripeAnswer(int Status, JsonElement Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether asking again gets the same: it is wrong, and not too much or too early, and not who asks.</summary>
    public bool IsRefusal => Status is 400 or 402 or 404;

    /// <summary>The error; an empty object where there is none.</summary>
    public JsonElement Error => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
        ? error
        : JsonElement.Parse("{}");
}

/// <summary>Calls Stripe's API through the binding <c>stripe</c>: forms go there, JSON comes back, and POSTs carry an idempotency key.</summary>
internal sealed partial class StripeClient(DaprClient dapr, StripeKey key, ILogger<StripeClient> logger)
{
    private const string Binding = "stripe";

    public async Task<StripeAnswer> PostAsync(string path, IReadOnlyDictionary<string, string> form, string idempotencyKey, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(form);
        var request = new BindingRequest(Binding, "post") { Data = await content.ReadAsByteArrayAsync(cancellationToken) };
        request.Metadata["Content-Type"] = "application/x-www-form-urlencoded";
        request.Metadata["Idempotency-Key"] = idempotencyKey;
        return await SendAsync(request, path, cancellationToken);
    }

    public Task<StripeAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new BindingRequest(Binding, "get"), path, cancellationToken);

    private async Task<StripeAnswer> SendAsync(BindingRequest request, string path, CancellationToken cancellationToken)
    {
        request.Metadata["path"] = path;
        request.Metadata["Authorization"] = "Bearer " + await key.ReadAsync(cancellationToken);
        request.Metadata["errorIfNot2XX"] = "false";
        try
        {
            var response = await dapr.InvokeBindingAsync(request, cancellationToken);
            var status = int.Parse(response.Metadata["statusCode"], CultureInfo.InvariantCulture);
            var answer = new StripeAnswer(status, JsonElement.Parse(response.Data.Span));
            if (!answer.IsSuccess)
            {
                LogRefused(status);
            }

            return answer;
        }
        catch (Exception failure) when (failure is DaprException or RpcException or JsonException && !cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(failure.GetType().Name);
            throw ProviderFailures.Unavailable();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Stripe answered {Status}.")]
    private partial void LogRefused(int status);

    [LoggerMessage(2, LogLevel.Warning, "Stripe could not be called ({Failure}).")]
    private partial void LogUnreachable(string failure);
}
