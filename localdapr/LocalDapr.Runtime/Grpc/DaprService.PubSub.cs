using Dapr.Proto.Runtime.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.Callbacks;
using LocalDapr.Runtime.PubSub;
using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Runtime.PubSub.Streaming;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Runtime.Grpc;

internal sealed partial class DaprService
{
    public override async Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
    {
        var entry = new PublishEntry(request.Data.Memory, request.DataContentType, BulkEntries.Merge(request.Metadata.AsReadOnly(), null));
        await Eventing(context).PubSub.PublishAsync(request.PubsubName, request.Topic, [entry], Trace(context), context.CancellationToken);
        return new Empty();
    }

    public override async Task<BulkPublishResponse> BulkPublishEvent(BulkPublishRequest request, ServerCallContext context)
    {
        if (request.Entries.DistinctBy(entry => entry.EntryId).Count() < request.Entries.Count || request.Entries.Any(entry => entry.EntryId.Length == 0))
            throw PubSubErrors.MalformedEntries(request.PubsubName, request.Topic, "entry ids must be present and unique");
        var metadata = request.Metadata.AsReadOnly();
        var entries = request.Entries
            .Select(entry => new PublishEntry(entry.Event.Memory, entry.ContentType, BulkEntries.Merge(metadata, entry.Metadata))).ToList();
        await Eventing(context).PubSub.PublishAsync(request.PubsubName, request.Topic, entries, Trace(context), context.CancellationToken);
        return new BulkPublishResponse();
    }

    public override Task<BulkPublishResponse> BulkPublishEventAlpha1(BulkPublishRequest request, ServerCallContext context) =>
        BulkPublishEvent(request, context);

    public override Task SubscribeTopicEventsAlpha1(
        IAsyncStreamReader<SubscribeTopicEventsRequestAlpha1> requestStream,
        IServerStreamWriter<SubscribeTopicEventsResponseAlpha1> responseStream,
        ServerCallContext context) =>
        context.GetHttpContext().RequestServices.GetRequiredService<StreamSubscriptions>()
            .ServeAsync(Sidecar(context), requestStream, responseStream, context.CancellationToken);

    private static AppEventing Eventing(ServerCallContext context) =>
        context.GetHttpContext().RequestServices.GetRequiredService<EventingService>()[Sidecar(context)];

    private static TraceContext Trace(ServerCallContext context) => TraceContext.Of(context.GetHttpContext());
}
