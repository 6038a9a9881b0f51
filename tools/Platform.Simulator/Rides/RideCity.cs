using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Platform.Drivers.V1;
using Platform.Payments.V1;
using Platform.Rides.V1;

namespace Platform.Simulator.Rides;

/// <summary>What all the people of a simulation share: the streets, the services on the ports of dapr.yaml, and what happened.</summary>
internal sealed class RideCity : IDisposable
{
    private static readonly Dictionary<string, int> Ports = new() { ["drivers"] = 5110, ["rides"] = 5111, ["payments"] = 5108 };
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, GrpcChannel> _channels = Ports.ToDictionary(each => each.Key, each => GrpcChannel.ForAddress($"http://127.0.0.1:{each.Value}"));

    public RideCity(RideSimulationOptions options, CityMap map) => (Options, Map) = (options, map);

    public RideSimulationOptions Options { get; }

    public CityMap Map { get; }

    public DriverService.DriverServiceClient Drivers => new(_channels["drivers"]);

    public RideService.RideServiceClient Rides => new(_channels["rides"]);

    public PaymentsService.PaymentsServiceClient Payments => new(_channels["payments"]);

    public LedgerService.LedgerServiceClient Ledger => new(_channels["payments"]);

    /// <summary>What became of each request.</summary>
    public ConcurrentBag<RideRecord> Records { get; } = [];

    /// <summary>Rides on their way: what rider and driver tell each other, such as the code that starts the ride.</summary>
    public ConcurrentDictionary<string, string> StartCodes { get; } = new();

    /// <summary>How long the driver thought who got a ride, and when he said yes.</summary>
    public ConcurrentDictionary<string, TimeSpan> Reactions { get; } = new();

    /// <summary>The offers that drivers saw, by their names.</summary>
    public ConcurrentDictionary<string, Offer> Offers { get; } = new();

    /// <summary>The offers that somebody has made up his mind about.</summary>
    public ConcurrentDictionary<string, byte> Thought { get; } = new();

    /// <summary>Calls that failed, by status and reason.</summary>
    public ConcurrentDictionary<string, int> Failures { get; } = new();

    /// <summary>The metadata of a user whom the gateway has let in.</summary>
    public static Metadata By(string user, string roles) => new() { { "platform-user", user }, { "platform-roles", roles } };

    /// <summary>The metadata of another service.</summary>
    public static Metadata Service => new() { { "dapr-caller-app-id", "simulator" } };

    /// <summary>So much time of the city, in real time.</summary>
    public TimeSpan Real(double citySeconds) => TimeSpan.FromSeconds(citySeconds / Options.Compress);

    /// <summary>Calls until an answer comes, for services may be down or busy; other failures are the caller's.</summary>
    public async Task<T> CallAsync<T>(Func<AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Aborted or StatusCode.Internal)
            {
                Failures.AddOrUpdate(failure.StatusCode.ToString(), 1, (_, count) => count + 1);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>Calls like <see cref="CallAsync{T}"/>; null when the service refuses, which is counted.</summary>
    public async Task<T?> TryAsync<T>(Func<AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await CallAsync(call, cancellationToken);
        }
        catch (RpcException refusal) when (refusal.StatusCode != StatusCode.Cancelled)
        {
            Failures.AddOrUpdate($"{refusal.StatusCode} ({refusal.Status.Detail})", 1, (_, count) => count + 1);
            return null;
        }
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }
}
