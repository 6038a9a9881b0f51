using System.Diagnostics;
using System.Text;
using Dapr;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Messaging.Realtime;

namespace Platform.Messaging;

/// <summary>Handles events of one kind. Events come at least once, so a handler finds out itself what it has done already.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface ITopicHandler<in TEvent>
    where TEvent : IMessage
{
    /// <summary>Handles an event. When it throws the event comes again, and ends in the dead-letter topic when that does not help.</summary>
    Task HandleAsync(TEvent message, CancellationToken cancellationToken);
}

/// <summary>Subscribes handlers to topics.</summary>
public static partial class TopicEndpoints
{
    /// <summary>Events that could not be handled land on the topic with this suffix.</summary>
    public const string DeadLetterSuffix = "-dead";

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Subscribes a handler to a topic.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <typeparam name="THandler">The handler, a registered service.</typeparam>
    public static IEndpointConventionBuilder MapTopic<TEvent, THandler>(this IEndpointRouteBuilder endpoints, string topic)
        where TEvent : class, IMessage<TEvent>, new()
        where THandler : class, ITopicHandler<TEvent> =>
        endpoints.MapTopic<TEvent, THandler>(new TopicOptions { PubsubName = EventPublisher.PubSubName, Name = topic, DeadLetterTopic = topic + DeadLetterSuffix });

    /// <summary>Subscribes a handler to a topic that every replica gets whole. What cannot be handled is tried again, and has no dead-letter topic.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <typeparam name="THandler">The handler, a registered service.</typeparam>
    public static IEndpointConventionBuilder MapBroadcast<TEvent, THandler>(this IEndpointRouteBuilder endpoints, string topic)
        where TEvent : class, IMessage<TEvent>, new()
        where THandler : class, ITopicHandler<TEvent> =>
        endpoints.MapTopic<TEvent, THandler>(new TopicOptions { PubsubName = RealtimePublisher.PubSubName, Name = topic });

    private static IEndpointConventionBuilder MapTopic<TEvent, THandler>(this IEndpointRouteBuilder endpoints, TopicOptions topic)
        where TEvent : class, IMessage<TEvent>, new()
        where THandler : class, ITopicHandler<TEvent> =>
        endpoints
            .MapPost("/events/" + topic.Name, context => HandleAsync<TEvent, THandler>(context, topic.Name!))
            .WithTopic(topic);

    private static async Task HandleAsync<TEvent, THandler>(HttpContext context, string topic)
        where TEvent : class, IMessage<TEvent>, new()
        where THandler : class, ITopicHandler<TEvent>
    {
        using var span = MessagingSpans.Process(topic);
        var isHandled = false;
        try
        {
            using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
            var message = Parser.Parse<TEvent>(await body.ReadToEndAsync(context.RequestAborted));
            await context.RequestServices.GetRequiredService<THandler>().HandleAsync(message, context.RequestAborted);
            isHandled = true;
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger<THandler>();
            LogFailed(logger, typeof(TEvent).Name, failure);
            span?.SetStatus(ActivityStatusCode.Error);
            // Any other status than success makes the sidecar deliver the event again.
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        EventMetrics.Record(context, topic, isHandled, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    [LoggerMessage(LogLevel.Warning, "An event {Event} could not be handled; it will come again.")]
    private static partial void LogFailed(ILogger logger, string @event, Exception failure);
}
