using System.Text.Json;
using Dapr.Actors.Communication;
using Dapr.Actors.Runtime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dapr.Actors.AspNetCore;

/// <summary>Answers the sidecar's calls.</summary>
internal sealed class ActorCalls(ActorRuntime runtime)
{
    public async Task ConfigureAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        ActorsConfiguration.Write(context.Response.BodyWriter, runtime.Options);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public Task DeactivateAsync(HttpContext context) =>
        Find(context) is { } manager ? manager.DeactivateAsync(Value(context, "id")) : NotFoundAsync(context);

    public Task InvokeAsync(HttpContext context)
    {
        if (Find(context) is not { } manager)
            return NotFoundAsync(context);
        if (context.Request.Headers.TryGetValue(Headers.ReentrancyId, out var chain))
            Reentrancy.Current = chain;
        return context.Request.Headers.ContainsKey(Headers.Request) ? InvokeTypedAsync(context, manager) : InvokeJsonAsync(context, manager);
    }

    public async Task RemindAsync(HttpContext context)
    {
        if (Find(context) is { } manager)
            await manager.FireReminderAsync(Value(context, "id"), Value(context, "name"), await ReadAsync(context), context.RequestAborted);
        else
            await NotFoundAsync(context);
    }

    public async Task FireTimerAsync(HttpContext context)
    {
        if (Find(context) is not { } manager)
        {
            await NotFoundAsync(context);
            return;
        }

        var result = await manager.FireTimerAsync(Value(context, "id"), await ReadAsync(context), context.RequestAborted);
        await context.Response.WriteAsJsonAsync(result, context.RequestAborted);
    }

    /// <summary>A typed proxy learns what was thrown from a header and the body of an answer that is a success to HTTP.</summary>
    private static async Task InvokeTypedAsync(HttpContext context, ActorManager manager)
    {
        byte[] body;
        try
        {
            body = await manager.InvokeTypedAsync(Value(context, "id"), Value(context, "name"), await ReadAsync(context), context.RequestAborted);
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            (context.Response.Headers[Headers.Error], body) = RemoteFailure.Write(failure);
        }

        await WriteAsync(context, body);
    }

    private static async Task InvokeJsonAsync(HttpContext context, ActorManager manager)
    {
        try
        {
            var body = await manager.InvokeJsonAsync(Value(context, "id"), Value(context, "name"), await ReadAsync(context), context.RequestAborted);
            context.Response.ContentType = body.Length > 0 ? "application/json" : null;
            await WriteAsync(context, body);
        }
        catch (MissingMethodException)
        {
            await NotFoundAsync(context);
        }
        catch (JsonException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    private static Task WriteAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private static string Value(HttpContext context, string name) => (string)context.GetRouteValue(name)!;

    private ActorManager? Find(HttpContext context) => runtime.Find(Value(context, "type"));
}
