using Grpc.Core;
using Platform.Hosting.Access;
using Platform.Messaging.Realtime;
using Platform.Realtime.V1;
using Platform.Rides.Events;
using Platform.Rides.Storage;

namespace Platform.Rides.Api;

/// <summary>Who may listen to <c>rides/{ride}</c>: its rider and its driver.</summary>
internal sealed class RideChannels(IRideStore rides) : ChannelService.ChannelServiceBase
{
    private const string ReadScope = "rides.read";

    public override async Task<AuthorizeChannelResponse> AuthorizeChannel(AuthorizeChannelRequest request, ServerCallContext context)
    {
        var caller = context.Principal();
        var isAllowed = ChannelName.TrySplit(request.Channel, out var kind, out var id)
            && kind == RideRealtime.ChannelKind
            && caller.HasScope(ReadScope)
            && RideNames.IsId(id)
            && await rides.FindAsync(id, context.CancellationToken) is { } ride
            && (caller.IsRiderOf(ride) || caller.IsDriverOf(ride));
        return new AuthorizeChannelResponse { Allowed = isAllowed };
    }
}
