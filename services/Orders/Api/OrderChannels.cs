using Grpc.Core;
using Platform.Hosting.Access;
using Platform.Messaging.Realtime;
using Platform.Orders.Events;
using Platform.Orders.Storage;
using Platform.Realtime.V1;

namespace Platform.Orders.Api;

/// <summary>Who may listen to <c>orders/{order}</c>: whoever may read the order.</summary>
internal sealed class OrderChannels(IOrderStore orders) : ChannelService.ChannelServiceBase
{
    private const string ReadScope = "orders.read";

    public override async Task<AuthorizeChannelResponse> AuthorizeChannel(AuthorizeChannelRequest request, ServerCallContext context)
    {
        var caller = context.Principal();
        var isAllowed = ChannelName.TrySplit(request.Channel, out var kind, out var id)
            && kind == OrderRealtime.ChannelKind
            && caller.HasScope(ReadScope)
            && await orders.FindAsync(id, context.CancellationToken) is { } order
            && caller.MaySee(order);
        return new AuthorizeChannelResponse { Allowed = isAllowed };
    }
}
