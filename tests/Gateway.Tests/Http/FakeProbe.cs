using Google.Api;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Platform.Probe.V1;
using Status = Grpc.Core.Status;

namespace Gateway.Tests.Http;

/// <summary>A backend that shows what reached it.</summary>
internal sealed class FakeProbe : ProbeService.ProbeServiceBase
{
    public override Task<Thing> CreateThing(CreateThingRequest request, ServerCallContext context)
    {
        var thing = request.Thing ?? new Thing();
        thing.Labels["requestId"] = request.RequestId;
        return Task.FromResult(thing);
    }

    public override Task<Thing> GetThing(GetThingRequest request, ServerCallContext context) =>
        Task.FromResult(new Thing { Name = request.Name, Count = request.Number });

    public override Task<UpdateThingRequest> UpdateThing(UpdateThingRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<Thing> ArchiveThing(GetThingRequest request, ServerCallContext context) =>
        Task.FromResult(new Thing { Name = request.Name, TextNote = "archived" });

    public override Task<SearchRequest> Search(SearchRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<SearchRequest> Tag(SearchRequest request, ServerCallContext context) => Task.FromResult(request);

    public override async Task WatchThings(GetThingRequest request, IServerStreamWriter<Thing> responseStream, ServerCallContext context)
    {
        if (request.Name == "things/missing") throw new RpcException(new Status(StatusCode.NotFound, "No such thing."));
        for (var i = 1; i <= 3; i++) await responseStream.WriteAsync(new Thing { Name = request.Name, Count = i });
        if (request.Name == "things/broken") throw new RpcException(new Status(StatusCode.Aborted, "Gone in between."));
    }

    public override Task<HttpBody> Upload(HttpBody request, ServerCallContext context) => Task.FromResult(request);

    public override Task<Thing> GetFile(GetThingRequest request, ServerCallContext context) => GetThing(request, context);

    public override Task<Thing> GetMetadata(GetThingRequest request, ServerCallContext context)
    {
        var thing = new Thing();
        foreach (var entry in context.RequestHeaders.Where(e => !e.IsBinary)) thing.Labels[entry.Key] = entry.Value;
        thing.Labels["deadline"] = context.Deadline == DateTime.MaxValue ? "no" : "yes";
        return Task.FromResult(thing);
    }

    public override Task<Thing> Fail(GetThingRequest request, ServerCallContext context)
    {
        if (request.Name == "details") throw WithDetails();
        var code = System.Enum.Parse<StatusCode>(request.Name);
        throw new RpcException(new Status(code, "text of the service"));
    }

    private static RpcException WithDetails()
    {
        var status = new Google.Rpc.Status { Code = (int)StatusCode.ResourceExhausted, Message = "Slow down." };
        var info = new ErrorInfo { Type = "TOO_FAST", Domain = "platform" };
        info.Metadata["limit"] = "10";
        status.Details.Add(Any.Pack(info));
        status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(1500)) }));
        var violations = new BadRequest();
        violations.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = "thing.part.inner_weight", Description = "too heavy" });
        status.Details.Add(Any.Pack(violations));
        return new RpcException(new Status(StatusCode.ResourceExhausted, status.Message), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
    }
}
