using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Dapr.Client;

/// <summary>
/// What an app asks of its sidecar: state, events, bindings, other apps, secrets. Safe for concurrent use; meant to live as long as
/// the app. An operation that the sidecar refuses ends in a <see cref="DaprException"/>.
/// </summary>
public abstract partial class DaprClient : IDisposable
{
    private bool _disposed;

    /// <summary>How values are written to and read from JSON.</summary>
    public abstract JsonSerializerOptions JsonSerializerOptions { get; }

    /// <summary>
    /// Creates an HTTP client whose host names are app ids: <c>http://cart/items</c> is the path <c>/items</c> of the app <c>cart</c>.
    /// </summary>
    /// <param name="appId">The app that relative addresses mean; null when all addresses are absolute.</param>
    /// <param name="daprEndpoint">The sidecar's HTTP address; null for the environment's.</param>
    /// <param name="daprApiToken">The token that the sidecar asks for; null for the environment's.</param>
    /// <exception cref="ArgumentException">The app id is no valid host name.</exception>
    public static HttpClient CreateInvokeHttpClient(string? appId = null, string? daprEndpoint = null, string? daprApiToken = null)
    {
        var handler = new InvocationHandler { InnerHandler = new HttpClientHandler(), DefaultAppId = appId };
        if (daprApiToken is not null)
        {
            handler.DaprApiToken = daprApiToken;
        }

        if (daprEndpoint is not null)
        {
            handler.DaprEndpoint = daprEndpoint;
        }

        var client = new HttpClient(handler);
        client.DefaultRequestHeaders.UserAgent.Add(UserAgent());
        if (appId is not null)
        {
            client.BaseAddress = Uri.TryCreate($"http://{appId}", UriKind.Absolute, out var address)
                ? address
                : throw new ArgumentException("The app id must be a valid host name.", nameof(appId));
        }

        return client;
    }

    /// <summary>
    /// Creates an invoker for generated gRPC clients that calls another app through the sidecar. Each invoker owns a channel: create one
    /// per app and keep it.
    /// </summary>
    /// <param name="appId">The app to call.</param>
    /// <param name="daprEndpoint">The sidecar's gRPC address; null for the environment's.</param>
    /// <param name="daprApiToken">The token that the sidecar asks for; null for the environment's.</param>
    public static CallInvoker CreateInvocationInvoker(string appId, string? daprEndpoint = null, string? daprApiToken = null)
    {
        var channel = GrpcChannel.ForAddress(daprEndpoint ?? DaprDefaults.GetGrpcEndpoint());
        return channel.Intercept(new InvocationInterceptor(appId, daprApiToken ?? DaprDefaults.GetDaprApiToken()));
    }

    /// <summary>Closes the connections to the sidecar.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Dispose(disposing: true);
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Closes the connections to the sidecar.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>How the client names itself to the sidecar.</summary>
    protected static ProductInfoHeaderValue UserAgent()
    {
        var version = typeof(DaprClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return new ProductInfoHeaderValue("dapr-sdk-dotnet", $"v{version}");
    }
}
