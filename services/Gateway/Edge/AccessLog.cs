using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Edge;

/// <summary>
/// One line for each request, or for a share of them. It holds no path, query, header, address or user: nothing that is a secret or tells of a person.
/// </summary>
internal sealed partial class AccessLog(IOptions<EdgeOptions> options, TimeProvider time, ILogger<AccessLog> logger)
{
    private readonly double _sampleRate = options.Value.AccessLog.SampleRate;
    private long _requests;

    public bool IsOn => _sampleRate > 0;

    public Task InvokeAsync(HttpContext context, RequestDelegate next) => IsSampled() ? RecordAsync(context, next) : next(context);

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var record = new AccessRecord();
        var body = new CountingBody(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        context.Features.Set(record);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        var start = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var duration = time.GetElapsedTime(start).TotalMilliseconds;
            var traceId = Activity.Current?.TraceId.ToHexString() ?? "-";
            LogRequest(Method(context.Request.Method), record.Route, context.Response.StatusCode, duration, body.Count, context.TraceIdentifier, traceId);
        }
    }

    // The rate's share of the numbers 1, 2, 3 …, evenly spread.
    private bool IsSampled()
    {
        var number = Interlocked.Increment(ref _requests);
        return (long)(number * _sampleRate) > (long)((number - 1) * _sampleRate);
    }

    // A client may send any word as its method.
    private static string Method(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method)
        || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method) || HttpMethods.IsOptions(method) || HttpMethods.IsConnect(method)
        ? method
        : "other";

    [LoggerMessage(1, LogLevel.Information, "{Method} {Route} {Status} in {Duration:0.0} ms, {Bytes} bytes, request {RequestId}, trace {TraceId}")]
    private partial void LogRequest(string method, string route, int status, double duration, long bytes, string requestId, string traceId);
}
