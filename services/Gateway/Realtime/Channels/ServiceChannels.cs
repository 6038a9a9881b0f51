using Grpc.Core;
using Platform.Gateway.Access;
using Platform.Gateway.Transcoding;
using Platform.Hosting.Access;
using Platform.Realtime.V1;

namespace Platform.Gateway.Realtime.Channels;

/// <summary>Channels that a service decides about.</summary>
internal sealed class ServiceChannels(string appId, IBackends backends, TimeProvider time) : IChannelAuthorizer
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async ValueTask<string?> AuthorizeAsync(string name, ICallerFeature caller, CancellationToken cancellationToken)
    {
        var metadata = new Metadata();
        metadata.AddUser(caller.UserId, caller.Roles, caller.Scopes);
        var call = new CallOptions(metadata, time.GetUtcNow().UtcDateTime + Timeout, cancellationToken);
        try
        {
            var service = new ChannelService.ChannelServiceClient(backends.For(appId));
            var answer = await service.AuthorizeChannelAsync(new AuthorizeChannelRequest { Channel = name }, call);
            return answer.Allowed ? name : null;
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.NotFound or StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.InvalidArgument)
        {
            return null;
        }
    }
}
