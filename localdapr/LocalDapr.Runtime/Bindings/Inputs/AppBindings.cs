using System.Net;
using System.Net.Http.Headers;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.Resiliency;

namespace LocalDapr.Runtime.Bindings.Inputs;

/// <summary>The app's side of input bindings, in the protocol that the app speaks.</summary>
internal interface IAppBindings
{
    /// <summary>Asks whether the app wants the events of a binding.</summary>
    Task<bool> IsSubscribedAsync(string name, CancellationToken cancellationToken);

    /// <summary>Hands an event without data to the app; null when it took it, else how it failed. Does not throw but for cancellation.</summary>
    Task<Failure?> SendAsync(string name, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken);
}

/// <summary>OPTIONS and POST to the path that has the name of the binding; the metadata are headers.</summary>
internal sealed class HttpAppBindings(HttpClient app) : IAppBindings
{
    public async Task<bool> IsSubscribedAsync(string name, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(name, UriKind.Relative));
        using var response = await app.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.MethodNotAllowed;
    }

    public async Task<Failure?> SendAsync(string name, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(name, UriKind.Relative)) { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (key, value) in metadata)
            request.Headers.TryAddWithoutValidation(key, value);
        try
        {
            using var response = await app.SendAsync(request, cancellationToken);
            return Failure.Of((int)response.StatusCode);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return Failure.NoAnswer;
        }
    }
}

/// <summary>The AppCallback service of the app.</summary>
internal sealed class GrpcAppBindings(CallInvoker app) : IAppBindings
{
    private readonly AppCallback.AppCallbackClient _callback = new(app);

    public async Task<bool> IsSubscribedAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _callback.ListInputBindingsAsync(new Empty(), cancellationToken: cancellationToken);
            return response.Bindings.Contains(name);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unimplemented)
        {
            return false;
        }
    }

    public async Task<Failure?> SendAsync(string name, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        try
        {
            var request = new BindingEventRequest { Name = name };
            foreach (var (key, value) in metadata)
                request.Metadata.Add(key, value);
            await _callback.OnBindingEventAsync(request, cancellationToken: cancellationToken);
            return null;
        }
        catch (RpcException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Failure.Of(exception.StatusCode);
        }
    }
}
