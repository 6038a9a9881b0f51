namespace LocalDapr.Runtime.Invocation;

/// <summary>Lets an <see cref="HttpClient"/> or a gRPC channel send to an app.</summary>
internal sealed class AppChannelHandler(AppChannel channel) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        channel.SendAsync(request, cancellationToken);
}
