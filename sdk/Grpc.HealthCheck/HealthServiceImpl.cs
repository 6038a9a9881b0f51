using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Grpc.Health.V1;

namespace Grpc.HealthCheck;

/// <summary>The health service, over statuses that the application sets. Safe for concurrent use.</summary>
public class HealthServiceImpl : Health.V1.Health.HealthBase
{
    // A watcher that falls behind needs the newest status only.
    private static readonly BoundedChannelOptions NewestOnly = new(1)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true,
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HealthCheckResponse.Types.ServingStatus> _statuses = [];
    private readonly ConcurrentDictionary<Channel<HealthCheckResponse.Types.ServingStatus>, string> _watchers = [];

    /// <summary>Sets the status of a service.</summary>
    /// <param name="service">The full name of the service; empty for the whole server.</param>
    /// <param name="status">Its status.</param>
    public void SetStatus(string service, HealthCheckResponse.Types.ServingStatus status)
    {
        lock (_gate)
        {
            var changed = !_statuses.TryGetValue(service, out var before) || before != status;
            _statuses[service] = status;
            if (changed)
            {
                Notify(service, status);
            }
        }
    }

    /// <summary>Forgets the status of a service; watchers hear SERVICE_UNKNOWN.</summary>
    public void ClearStatus(string service)
    {
        lock (_gate)
        {
            if (_statuses.Remove(service))
            {
                Notify(service, HealthCheckResponse.Types.ServingStatus.ServiceUnknown);
            }
        }
    }

    /// <summary>Forgets all statuses.</summary>
    public void ClearAll()
    {
        lock (_gate)
        {
            foreach (var service in _statuses.Keys.ToArray())
            {
                ClearStatus(service);
            }
        }
    }

    /// <inheritdoc />
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        lock (_gate)
        {
            return _statuses.TryGetValue(request.Service, out var status)
                ? Task.FromResult(new HealthCheckResponse { Status = status })
                : throw new RpcException(new Status(StatusCode.NotFound, "The service is not known."));
        }
    }

    /// <inheritdoc />
    public override async Task Watch(
        HealthCheckRequest request,
        IServerStreamWriter<HealthCheckResponse> responseStream,
        ServerCallContext context)
    {
        var changes = Channel.CreateBounded<HealthCheckResponse.Types.ServingStatus>(NewestOnly);
        lock (_gate)
        {
            var known = _statuses.TryGetValue(request.Service, out var status);
            changes.Writer.TryWrite(known ? status : HealthCheckResponse.Types.ServingStatus.ServiceUnknown);
            _watchers[changes] = request.Service;
        }

        try
        {
            await foreach (var status in changes.Reader.ReadAllAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, context.CancellationToken);
            }
        }
        finally
        {
            _watchers.TryRemove(changes, out _);
        }
    }

    /// <summary>Ends all watches, so that they do not hold up the end of the server.</summary>
    internal void EndWatches()
    {
        foreach (var changes in _watchers.Keys)
        {
            changes.Writer.TryComplete();
        }
    }

    private void Notify(string service, HealthCheckResponse.Types.ServingStatus status)
    {
        foreach (var (changes, watched) in _watchers)
        {
            if (watched == service)
            {
                changes.Writer.TryWrite(status);
            }
        }
    }
}
