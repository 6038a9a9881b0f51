using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Platform.BuildingBlocks.Tests.Hosting;

/// <summary>A call as a service sees it.</summary>
internal sealed class ServedCall : ServerCallContext
{
    public DateTime Ends { get; init; } = DateTime.MaxValue;

    public CancellationToken Caller { get; init; }

    public Metadata Headers { get; init; } = [];

    protected override string MethodCore => "/platform.Test/Serve";

    protected override string HostCore => "localhost";

    protected override string PeerCore => "ipv4:127.0.0.1:1";

    protected override DateTime DeadlineCore => Ends;

    protected override Metadata RequestHeadersCore => Headers;

    protected override CancellationToken CancellationTokenCore => Caller;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => throw new NotSupportedException();

    protected override IDictionary<object, object> UserStateCore { get; } = new Dictionary<object, object> { ["__HttpContext"] = new DefaultHttpContext() };

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
