using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Rides.Ports;
using Platform.Shortener.V1;

namespace Platform.Rides.Clients;

/// <inheritdoc />
internal sealed class LinksClient(ShortenerService.ShortenerServiceClient shortener) : ILinks
{
    public async Task<string> ShortenAsync(string url, DateTimeOffset expireTime, string requestId, CancellationToken cancellationToken)
    {
        var request = new CreateLinkRequest { LongUrl = url, ExpireTime = Timestamp.FromDateTimeOffset(expireTime), RequestId = requestId };
        try
        {
            return (await shortener.CreateLinkAsync(request, cancellationToken: cancellationToken)).ShortUrl;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
        {
            // The shortener makes no links to its own host, which may be where shared rides are shown.
            return url;
        }
    }
}
