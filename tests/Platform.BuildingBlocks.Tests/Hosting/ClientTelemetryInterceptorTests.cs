using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Platform.Hosting.Observability;

namespace Platform.BuildingBlocks.Tests.Hosting;

/// <summary>The spans of calls to other services.</summary>
public sealed class ClientTelemetryInterceptorTests : IDisposable
{
    private static readonly Method<string, string> Method =
        new(MethodType.Unary, "shop.v1.Shop", "Buy", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    private readonly List<Activity> _ended = [];
    private readonly TaskCompletionSource<string> _response = new();
    private readonly Activity _request = new Activity("request").Start();
    private readonly ActivityListener _listener;
    private Metadata? _headers;
    private Activity? _currentInCall;

    public ClientTelemetryInterceptorTests() => _listener = new ActivityListener
    {
        ShouldListenTo = source => source.Name == "Platform.Hosting.Calls",
        Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            options.Parent.TraceId == _request.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
        ActivityStopped = _ended.Add,
    };

    public void Dispose()
    {
        _listener.Dispose();
        _request.Dispose();
    }

    [Fact]
    public async Task Call_WhenTraced_CarriesItsSpanAndEndsWithTheResponse()
    {
        ActivitySource.AddActivityListener(_listener);

        using var call = Call(new Metadata { { "mine", "1" } });
        var afterwards = Activity.Current;
        _ended.ShouldBeEmpty();
        _response.SetResult("done");

        (await call.ResponseAsync).ShouldBe("done");
        var span = _ended.ShouldHaveSingleItem();
        span.DisplayName.ShouldBe("shop.v1.Shop/Buy");
        span.Kind.ShouldBe(ActivityKind.Client);
        span.ParentSpanId.ShouldBe(_request.SpanId);
        span.TagObjects.ShouldBe(
            [new("rpc.system", "grpc"), new("rpc.service", "shop.v1.Shop"), new("rpc.method", "Buy"), new("rpc.grpc.status_code", 0)]);
        _headers!.GetValue("traceparent").ShouldBe(span.Id);
        _headers.GetValue("mine").ShouldBe("1");
        _currentInCall.ShouldBe(span);
        afterwards.ShouldBe(_request);
    }

    [Fact]
    public async Task Call_ThatFails_SaysHow()
    {
        ActivitySource.AddActivityListener(_listener);

        using var call = Call([]);
        _response.SetException(new RpcException(new Status(StatusCode.NotFound, "")));

        await Should.ThrowAsync<RpcException>(() => call.ResponseAsync);
        var span = _ended.ShouldHaveSingleItem();
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.GetTagItem("rpc.grpc.status_code").ShouldBe((int)StatusCode.NotFound);
    }

    [Fact]
    public void Call_WhenNobodyListens_IsLeftAlone()
    {
        var headers = new Metadata();

        using var call = Call(headers);

        _headers.ShouldBeSameAs(headers);
        _currentInCall.ShouldBe(_request);
    }

    private AsyncUnaryCall<string> Call(Metadata headers) => new ClientTelemetryInterceptor().AsyncUnaryCall(
        "request", new ClientInterceptorContext<string, string>(Method, null, new CallOptions(headers)), Continue);

    private AsyncUnaryCall<string> Continue(string request, ClientInterceptorContext<string, string> context)
    {
        (_headers, _currentInCall) = (context.Options.Headers, Activity.Current);
        return new AsyncUnaryCall<string>(_response.Task, Task.FromResult<Metadata>([]), () => Status.DefaultSuccess, () => [], () => { });
    }
}
