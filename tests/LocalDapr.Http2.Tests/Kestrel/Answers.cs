using Microsoft.AspNetCore.Http;

namespace LocalDapr.Http2.Tests.Kestrel;

/// <summary>What the apps of several tests do.</summary>
internal static class Answers
{
    /// <summary>Answers with what came.</summary>
    public static async Task EchoAsync(HttpContext context)
    {
        await foreach (var part in ReadAsync(context.Request.Body))
        {
            await context.Response.Body.WriteAsync(part);
            await context.Response.Body.FlushAsync();
        }
    }

    /// <summary>Answers with the connection that the request came by.</summary>
    public static Task ConnectionAsync(HttpContext context) => context.Response.WriteAsync(context.Connection.Id);

    /// <summary>Completes when the client has given the request up.</summary>
    public static Task AbortedAsync(this HttpContext context)
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        context.RequestAborted.Register(aborted.SetResult);
        return aborted.Task;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream body)
    {
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer) is > 0 and var count)
            yield return buffer.AsMemory(0, count);
    }
}
