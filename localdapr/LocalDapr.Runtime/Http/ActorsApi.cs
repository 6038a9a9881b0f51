using LocalDapr.Runtime.Actors;
using LocalDapr.Runtime.Actors.Calls;
using LocalDapr.Runtime.Actors.Reminders;
using LocalDapr.Runtime.Actors.Timers;
using LocalDapr.Runtime.Invocation;
using LocalDapr.Runtime.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Runtime.Http;

/// <summary>The actors API over HTTP: <c>/v1.0/actors/{type}/{id}</c>.</summary>
internal static class ActorsApi
{
    private const string Actor = "/v1.0/actors/{type}/{id}";
    private static readonly string[] Writing = [HttpMethods.Post, HttpMethods.Put];

    public static void MapActorsApi(this IEndpointRouteBuilder routes)
    {
        string[] calling = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete];
        routes.MapMethods(Actor + "/method/{method}", calling, InvokeAsync);
        routes.MapMethods(Actor + "/state", Writing, TransactAsync);
        routes.MapMethods(Actor + "/state/{**key}", [HttpMethods.Get], GetStateAsync);
        routes.MapMethods(Actor + "/reminders/{name}", Writing, RegisterReminderAsync);
        routes.MapMethods(Actor + "/reminders/{name}", [HttpMethods.Get], GetReminderAsync);
        routes.MapMethods(Actor + "/reminders/{name}", [HttpMethods.Delete], UnregisterReminderAsync);
        routes.MapMethods(Actor + "/timers/{name}", Writing, RegisterTimerAsync);
        routes.MapMethods(Actor + "/timers/{name}", [HttpMethods.Delete], UnregisterTimer);
    }

    private static async Task InvokeAsync(HttpContext context)
    {
        var caller = context.GetSidecar();
        context.EnsureTraceContext();
        var call = new ActorCall
        {
            Key = Key(context),
            Path = Uri.EscapeDataString(ActorNames.Check("method", Name(context))),
            Query = context.Request.QueryString.ToUriComponent(),
            Body = await RequestBody.ReadAsync(context),
            Chain = context.Request.Headers[ActorChannel.ReentrancyHeader] is { Count: > 0 } chain ? chain.ToString() : null,
            AddHeaders = (request, callee) => ForwardedHeaders.CopyRequest(context, request, caller.AppId, callee),
        };
        using var answer = await Service<ActorRouter>(context).InvokeAsync(caller, call, context.RequestAborted);
        context.Response.StatusCode = (int)answer.Status;
        ForwardedHeaders.CopyResponse(answer.Response, context.Response.Headers);
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.BodyWriter.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task TransactAsync(HttpContext context)
    {
        var key = Key(context);
        using var body = await RequestBody.ReadJsonAsync(context);
        var writes = StateJson.ReadOperationList(body.RootElement, new Dictionary<string, string>());
        await Service<ActorState>(context).TransactAsync(context.GetSidecar(), key, writes, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task GetStateAsync(HttpContext context)
    {
        // Behind /v1.0/actors/{type}/{id}/state/.
        var name = Uri.UnescapeDataString(RequestPath.Behind(context, segments: 5));
        if (!ActorState.TryGet(context.GetSidecar(), Key(context), name, out var entry) || entry.Value.IsEmpty)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = entry.Value.Length;
        if (StateStore.ExpiryOf(entry) is { } expiry)
            context.Response.Headers["metadata." + StateStore.ExpiryMetadata] = expiry;
        await context.Response.BodyWriter.WriteAsync(entry.Value, context.RequestAborted);
    }

    private static async Task RegisterReminderAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadJsonAsync(context);
        await Service<ActorReminders>(context).RegisterAsync(context.GetSidecar(), Key(context), Name(context), ReminderJson.Read(body.RootElement));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task GetReminderAsync(HttpContext context)
    {
        var reminder = Service<ActorReminders>(context).Get(context.GetSidecar(), Key(context), Name(context));
        return Results.Json(ReminderJson.Describe(reminder), ReminderJson.Options).ExecuteAsync(context);
    }

    private static async Task UnregisterReminderAsync(HttpContext context)
    {
        await Service<ActorReminders>(context).UnregisterAsync(context.GetSidecar(), Key(context), Name(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task RegisterTimerAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadJsonAsync(context);
        Service<TimerService>(context).Register(context.GetSidecar(), Key(context), Name(context), ReminderJson.Read(body.RootElement));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task UnregisterTimer(HttpContext context)
    {
        Service<TimerService>(context).Unregister(Key(context), Name(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    // Behind /v1.0/actors/.
    private static ActorKey Key(HttpContext context) => ActorKey.Parse(RequestPath.Segment(context, 2), RequestPath.Segment(context, 3));

    // Behind /v1.0/actors/{type}/{id}/{area}/.
    private static string Name(HttpContext context) => RequestPath.Segment(context, 5);

    private static T Service<T>(HttpContext context)
        where T : notnull =>
        context.RequestServices.GetRequiredService<T>();
}
