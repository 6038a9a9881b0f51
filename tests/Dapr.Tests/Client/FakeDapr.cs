using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using DaprApi = Dapr.Proto.Runtime.V1.Dapr;

namespace Dapr.Tests.Client;

/// <summary>Records what it is asked and answers with <see cref="Reply"/>, or fails with <see cref="Failure"/>.</summary>
internal sealed class FakeDapr : DaprApi.DaprBase
{
    private IMessage? _request;

    /// <summary>The answer to every call of its type; an empty message when unset.</summary>
    public IMessage? Reply { get; set; }

    public StatusCode? Failure { get; set; }

    /// <summary>Calls wait for this before they are answered.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Metadata Headers { get; private set; } = [];

    /// <summary>The last request.</summary>
    public T Request<T>()
        where T : IMessage => (T)_request!;

    public override Task<InvokeResponse> InvokeService(InvokeServiceRequest request, ServerCallContext context) =>
        AnswerAsync<InvokeResponse>(request, context);

    public override Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context) =>
        AnswerAsync<GetStateResponse>(request, context);

    public override Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context) =>
        AnswerAsync<GetBulkStateResponse>(request, context);

    public override Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context) =>
        AnswerAsync<Empty>(request, context);

    public override Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context) =>
        AnswerAsync<Empty>(request, context);

    public override Task<Empty> DeleteBulkState(DeleteBulkStateRequest request, ServerCallContext context) =>
        AnswerAsync<Empty>(request, context);

    public override Task<Empty> ExecuteStateTransaction(ExecuteStateTransactionRequest request, ServerCallContext context) =>
        AnswerAsync<Empty>(request, context);

    public override Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context) =>
        AnswerAsync<Empty>(request, context);

    public override Task<BulkPublishResponse> BulkPublishEventAlpha1(BulkPublishRequest request, ServerCallContext context) =>
        AnswerAsync<BulkPublishResponse>(request, context);

    public override Task<InvokeBindingResponse> InvokeBinding(InvokeBindingRequest request, ServerCallContext context) =>
        AnswerAsync<InvokeBindingResponse>(request, context);

    public override Task<GetSecretResponse> GetSecret(GetSecretRequest request, ServerCallContext context) =>
        AnswerAsync<GetSecretResponse>(request, context);

    public override Task<GetBulkSecretResponse> GetBulkSecret(GetBulkSecretRequest request, ServerCallContext context) =>
        AnswerAsync<GetBulkSecretResponse>(request, context);

    public override Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context) =>
        AnswerAsync<GetMetadataResponse>(request, context);

    public override Task<Empty> SetMetadata(SetMetadataRequest request, ServerCallContext context) =>
        AnswerAsync<Empty>(request, context);

    public override Task<Empty> Shutdown(ShutdownRequest request, ServerCallContext context) => AnswerAsync<Empty>(request, context);

    private async Task<T> AnswerAsync<T>(IMessage request, ServerCallContext context)
        where T : IMessage, new()
    {
        _request = request;
        Headers = context.RequestHeaders;
        await Gate;
        return Failure is { } code ? throw new RpcException(new Status(code, "as told")) : (T?)Reply ?? new T();
    }
}
