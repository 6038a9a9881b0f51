using Grpc.Core;
using Platform.Hosting.Failures;
using Platform.Payments.Providers;
using Platform.Payments.Providers.Simulator;
using Platform.Payments.V1;

namespace Platform.Payments.Api;

/// <summary>The API of the embedded provider, where that is the provider.</summary>
internal sealed class SimulatorApi(IPaymentProvider provider) : SimulatorService.SimulatorServiceBase
{
    public override async Task<ProviderRecord> CompleteChallenge(CompleteChallengeRequest request, ServerCallContext context)
    {
        var id = PaymentNames.Id(request.Payment, "payment");
        await RecordAsync(id, context);
        return await Simulator.ChallengeAsync(id, request.Succeed, context.CancellationToken)
            ? PaymentMapper.ToProto(await RecordAsync(id, context))
            : throw new FailedPreconditionException("NO_CHALLENGE", "The bank asks for nothing.");
    }

    public override async Task<ProviderRecord> GetProviderRecord(GetProviderRecordRequest request, ServerCallContext context) =>
        PaymentMapper.ToProto(await RecordAsync(PaymentNames.Id(request.Payment, "payment"), context));

    private SimulatedProvider Simulator => provider as SimulatedProvider ?? throw Unknown();

    private static NotFoundException Unknown() => new("PROVIDER_RECORD_NOT_FOUND", "The simulated provider has no such payment.");

    private async Task<SimulatedIntent> RecordAsync(string id, ServerCallContext context) => await Simulator.RecordAsync(id, context.CancellationToken) ?? throw Unknown();
}
