using Dapr.Proto.Runtime.V1;
using LocalDapr.Runtime.Actors.Hosting;
using LocalDapr.Runtime.Actors.Turns;
using Status = Dapr.Proto.Runtime.V1.ActorRuntime.Types.ActorRuntimeStatus;

namespace LocalDapr.Runtime.Actors;

/// <summary>What a sidecar says about the actors of its app.</summary>
internal sealed class ActorDescription(ActorPlacement placement, ActorTable table)
{
    public ActorRuntime Describe(Sidecar sidecar)
    {
        var instance = placement.Instances.FirstOrDefault(each => each.Sidecar == sidecar && each.IsAlive);
        return new ActorRuntime
        {
            RuntimeStatus = sidecar.State.ActorStore is null || (instance is null && !sidecar.Channel.HasPort) ? Status.Disabled
                : instance is null ? Status.Initializing
                : Status.Running,
            ActiveActors = { table.CountBy(sidecar).Select(type => new ActiveActorsCount { Type = type.Key, Count = type.Value }) },
            HostReady = instance is not null,
            Placement = "placement: connected",
        };
    }
}
