using Grpc.Core;
using Platform.Hosting.Access;
using Platform.Messaging.Realtime;
using Platform.Realtime.V1;
using Platform.Shortener.Events;
using Platform.Shortener.Storage;

namespace Platform.Shortener.Api;

/// <summary>Who may listen to <c>links/{code}</c>: whoever may read the link.</summary>
internal sealed class LinkChannels(LinkStore links) : ChannelService.ChannelServiceBase
{
    private const string ReadScope = "links.read";

    public override async Task<AuthorizeChannelResponse> AuthorizeChannel(AuthorizeChannelRequest request, ServerCallContext context)
    {
        var caller = context.Principal();
        var isOwner = ChannelName.TrySplit(request.Channel, out var kind, out var code)
            && kind == LinkRealtime.ChannelKind
            && caller.HasScope(ReadScope)
            && await links.FindAsync(code, context.CancellationToken) is { } link
            && caller.IsOwner(link.Owner);
        return new AuthorizeChannelResponse { Allowed = isOwner };
    }
}
