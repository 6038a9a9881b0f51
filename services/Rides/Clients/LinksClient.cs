using Google.Protobuf.WellKnownTypes;
using Platform.Rides.Ports;
using Platform.Shortener.V1;

namespace Platform.Rides.Clients;

/// <inheritdoc />
internal sealed class LinksClient(ShortenerService.ShortenerServiceClient shortener) : ILinks
{
    public async Task<string> ShortenAsync(string url, DateTimeOffset expireTime, string requestId, CancellationToken cancellationToken)
    {
        var request = new CreateLinkRequest { LongUrl = url, ExpireTime = Timestamp.FromDateTimeOffset(expireTime), RequestId = requestId };
        return (await shortener.CreateLinkAsync(request, cancellationToken: cancellationToken)).ShortUrl;
    }
}
