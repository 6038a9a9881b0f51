using Platform.Payments.Domain;
using Platform.Payments.V1;
using Platform.Testing;

namespace Platform.Payments.Tests.Api;

/// <summary>Payments on their port with the simulated provider, and a clock that the tests move. Nothing in it may log an error.</summary>
public sealed class PaymentsFixture : IAsyncLifetime
{
    private TestPlatform? _platform;

    /// <summary>The clock of the service and its sidecar.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The service and its sidecar.</summary>
    public ServiceHost Host => Platform["payments"];

    /// <summary>A client of payments.</summary>
    public PaymentsService.PaymentsServiceClient Client => new(Host.Channel);

    /// <summary>A client of the books.</summary>
    public LedgerService.LedgerServiceClient Ledger => new(Host.Channel);

    /// <summary>A client of the provider.</summary>
    public SimulatorService.SimulatorServiceClient Simulator => new(Host.Channel);

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() =>
        _platform = await TestPlatform.StartAsync(Clock, new ServiceSettings<LedgerAudit> { AppId = "payments" });

    public async ValueTask DisposeAsync()
    {
        try
        {
            var result = await Ledger.ReconcileLedgerAsync(new ReconcileLedgerRequest(), Calls.Admin);
            result.Differences.ShouldBeEmpty();
        }
        finally
        {
            await Platform.DisposeAsync();
        }

        Platform.Logs.ShouldHoldNoErrors();
    }

    /// <summary>What the provider has of a payment.</summary>
    public async Task<ProviderRecord> RecordAsync(string id) =>
        await Simulator.GetProviderRecordAsync(new GetProviderRecordRequest { Payment = "payments/" + id });

    /// <summary>A payment as admins read it.</summary>
    public async Task<V1.Payment> GetAsync(string id) => await Client.GetPaymentAsync(new GetPaymentRequest { Name = "payments/" + id }, Calls.Admin);
}
