using Grpc.Core;
using Platform.Shortener.V1;

namespace Gateway.Tests.Realtime;

/// <summary>Links of users, made at the shortener.</summary>
internal static class Links
{
    public static async Task<string> CreateAsync(RealtimeFixture hub, string owner) =>
        (await Client(hub).CreateLinkAsync(new CreateLinkRequest { LongUrl = "https://example.com/" + owner }, As(owner))).ShortCode;

    public static async Task UpdateAsync(RealtimeFixture hub, string owner, string code, string url) =>
        await Client(hub).UpdateLinkAsync(
            new UpdateLinkRequest { Link = new Link { Name = "links/" + code, LongUrl = url }, UpdateMask = new() { Paths = { "long_url" } } }, As(owner));

    private static ShortenerService.ShortenerServiceClient Client(RealtimeFixture hub) => new(hub.Platform["shortener"].Channel);

    private static Metadata As(string user) => new() { { "platform-user", user } };
}
