using System.Text.Json;
using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.Actors;
using LocalDapr.Runtime.Actors.Calls;
using LocalDapr.Runtime.Actors.Reminders;
using LocalDapr.Runtime.Actors.Timers;
using LocalDapr.Runtime.Http;
using LocalDapr.Runtime.State;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Runtime.Grpc;

/// <summary>The actors API over gRPC.</summary>
internal sealed partial class DaprService
{
    public override async Task<InvokeActorResponse> InvokeActor(InvokeActorRequest request, ServerCallContext context)
    {
        var call = new ActorCall
        {
            Key = ActorKey.Parse(request.ActorType, request.ActorId),
            Path = Uri.EscapeDataString(ActorNames.Check("actor method", request.Method)),
            Body = request.Data.Memory,
            ContentType = HeaderOf(request, "content-type") is null ? "application/octet-stream" : null,
            Chain = HeaderOf(request, ActorChannel.ReentrancyHeader),
            AddHeaders = (message, _) => AddHeaders(message, request.Metadata),
        };
        using var answer = await Service<ActorRouter>(context).InvokeAsync(Sidecar(context), call, context.CancellationToken);
        return new InvokeActorResponse { Data = UnsafeByteOperations.UnsafeWrap(answer.Body) };
    }

    public override Task<GetActorStateResponse> GetActorState(GetActorStateRequest request, ServerCallContext context)
    {
        var response = new GetActorStateResponse();
        if (ActorState.TryGet(Sidecar(context), ActorKey.Parse(request.ActorType, request.ActorId), request.Key, out var entry))
        {
            response.Data = UnsafeByteOperations.UnsafeWrap(entry.Value);
            AddExpiry(response.Metadata, entry);
        }

        return Task.FromResult(response);
    }

    public override async Task<Empty> ExecuteActorStateTransaction(ExecuteActorStateTransactionRequest request, ServerCallContext context)
    {
        var key = ActorKey.Parse(request.ActorType, request.ActorId);
        var writes = request.Operations.Select(Operation).ToList();
        await Service<ActorState>(context).TransactAsync(Sidecar(context), key, writes, context.CancellationToken);
        return await Done;
    }

    public override Task<Empty> RegisterActorTimer(RegisterActorTimerRequest request, ServerCallContext context)
    {
        var timer = new ReminderRequest
        {
            Data = DataOf(request.Data),
            DueTime = request.DueTime,
            Period = request.Period,
            Ttl = request.Ttl,
            Callback = request.Callback,
        };
        Service<TimerService>(context).Register(Sidecar(context), ActorKey.Parse(request.ActorType, request.ActorId), request.Name, timer);
        return Done;
    }

    public override Task<Empty> UnregisterActorTimer(UnregisterActorTimerRequest request, ServerCallContext context)
    {
        Service<TimerService>(context).Unregister(ActorKey.Parse(request.ActorType, request.ActorId), request.Name);
        return Done;
    }

    public override async Task<Empty> RegisterActorReminder(RegisterActorReminderRequest request, ServerCallContext context)
    {
        var reminder = new ReminderRequest
        {
            Data = DataOf(request.Data),
            DueTime = request.DueTime,
            Period = request.Period,
            Ttl = request.Ttl,
            Overwrite = !request.HasOverwrite || request.Overwrite,
            OnFailure = PolicyOf(request.FailurePolicy),
        };
        var key = ActorKey.Parse(request.ActorType, request.ActorId);
        await Service<ActorReminders>(context).RegisterAsync(Sidecar(context), key, request.Name, reminder);
        return await Done;
    }

    public override async Task<Empty> UnregisterActorReminder(UnregisterActorReminderRequest request, ServerCallContext context)
    {
        var key = ActorKey.Parse(request.ActorType, request.ActorId);
        await Service<ActorReminders>(context).UnregisterAsync(Sidecar(context), key, request.Name);
        return await Done;
    }

    public override async Task<UnregisterActorRemindersByTypeResponse> UnregisterActorRemindersByType(
        UnregisterActorRemindersByTypeRequest request, ServerCallContext context)
    {
        var id = request.HasActorId ? request.ActorId : null;
        await Service<ActorReminders>(context).UnregisterAllAsync(Sidecar(context), request.ActorType, id);
        return new UnregisterActorRemindersByTypeResponse();
    }

    public override Task<GetActorReminderResponse> GetActorReminder(GetActorReminderRequest request, ServerCallContext context)
    {
        var key = ActorKey.Parse(request.ActorType, request.ActorId);
        var found = Describe(Service<ActorReminders>(context).Get(Sidecar(context), key, request.Name));
        // The two messages have the same fields with the same numbers.
        return Task.FromResult(GetActorReminderResponse.Parser.ParseFrom(found.ToByteString()));
    }

    public override Task<ListActorRemindersResponse> ListActorReminders(ListActorRemindersRequest request, ServerCallContext context)
    {
        var reminders = Service<ActorReminders>(context).List(Sidecar(context), request.ActorType, request.HasActorId ? request.ActorId : null);
        return Task.FromResult(new ListActorRemindersResponse
        {
            Reminders = { reminders.Select(reminder => new NamedActorReminder { Name = reminder.Name, Reminder = Describe(reminder) }) },
        });
    }

    private static ActorReminder Describe(Reminder reminder)
    {
        var description = new ActorReminder { ActorType = reminder.ActorType, ActorId = reminder.ActorId };
        if (!string.IsNullOrEmpty(reminder.DueTime))
            description.DueTime = reminder.DueTime;
        if (!string.IsNullOrEmpty(reminder.Period))
            description.Period = reminder.Period;
        if (ReminderJson.TtlOf(reminder) is { } ttl)
            description.Ttl = ttl;
        if (reminder.Data is { } data)
            description.Data = Any.Pack(new BytesValue { Value = ByteString.CopyFromUtf8(data.GetRawText()) });
        return description;
    }

    /// <summary>Bytes are base64 in the JSON that an actor gets, as genuine daprd has it.</summary>
    private static JsonElement? DataOf(ByteString data) => data.IsEmpty ? null : JsonSerializer.SerializeToElement(data.ToBase64());

    private static FailurePolicy? PolicyOf(JobFailurePolicy? policy) => policy?.PolicyCase switch
    {
        JobFailurePolicy.PolicyOneofCase.Drop => FailurePolicy.Drop,
        JobFailurePolicy.PolicyOneofCase.Constant => new FailurePolicy(
            policy.Constant.HasMaxRetries ? (int)Math.Min(policy.Constant.MaxRetries, int.MaxValue) : null,
            policy.Constant.Interval?.ToTimeSpan() is { } interval && interval >= TimeSpan.Zero ? interval : FailurePolicy.Default.Interval),
        _ => null,
    };

    private static StateWrite Operation(TransactionalActorStateOperation operation) => new()
    {
        Key = operation.Key,
        Value = operation.OperationType switch
        {
            "upsert" => operation.Value?.Value.Memory ?? ReadOnlyMemory<byte>.Empty,
            "delete" => default(ReadOnlyMemory<byte>?),
            var type => throw StateErrors.UnsupportedOperation(type).ToException(),
        },
        Metadata = operation.Metadata.ToDictionary(),
    };

    private static string? HeaderOf(InvokeActorRequest request, string name) =>
        request.Metadata.FirstOrDefault(item => item.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static void AddHeaders(HttpRequestMessage message, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        foreach (var (name, value) in metadata)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static T Service<T>(ServerCallContext context)
        where T : notnull =>
        context.GetHttpContext().RequestServices.GetRequiredService<T>();
}
