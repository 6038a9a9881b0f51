using System.Net;
using Google.Api;
using Google.Protobuf.Reflection;
using Platform.Drivers.V1;
using Platform.Hosting.Access;

namespace Platform.Rides.Tests.Edge;

/// <summary>Every public method about a driver, an offer or a ride, called by whom it belongs to and by others: through the public door, in each role.</summary>
public sealed class ForeignCallersTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private static readonly string[][] Strangers = [[], ["driver"], ["courier"], ["merchant"]];
    private static readonly string[] Owned = ["drivers/*", "offers/*", "rides/*"];

    [Fact]
    public async Task EveryMethod_AboutSomebodyElses_IsRefused()
    {
        var place = edge.NewPlace();
        var (rider, driver) = (await edge.SignInAsync("rita"), await edge.NewDriverAsync("dora", place));
        var (ride, offer) = await EdgeFixture.NewRideAsync(rider, driver, place);
        var methods = OwnedMethods().ToList();
        (HttpMethod Verb, string Path, object? Body) Request(MethodDescriptor method) => RequestOf(method, "drivers/dora", offer, ride, place);

        methods.Count.ShouldBeGreaterThan(20);
        foreach (var (verb, path, body) in methods.Select(Request))
        {
            foreach (var roles in Strangers)
            {
                var (status, reason) = await (await edge.SignInAsync("stranger", roles)).TryAsync(verb, path, body);
                status.ShouldBeOneOf([HttpStatusCode.Forbidden, HttpStatusCode.NotFound], $"{verb} {path} of a stranger: {reason}");
                reason.ShouldNotBe("ROUTE_NOT_FOUND", path);
            }

            (await edge.Anonymous.TryAsync(verb, path, body)).Status.ShouldBe(HttpStatusCode.Unauthorized, $"{verb} {path} of nobody");
        }

        // Neither is the other party the owner of everything.
        (await driver.TryAsync(HttpMethod.Post, $"/v1/{ride}:share", new { })).Reason.ShouldBe("NOT_THE_RIDER");
        (await driver.TryAsync(HttpMethod.Post, $"/v1/{ride}:renewStartCode", new { })).Reason.ShouldBe("NOT_THE_RIDER");
        (await rider.TryAsync(HttpMethod.Post, $"/v1/{ride}:arrive", new { })).Reason.ShouldBe("ROLE_REQUIRED");
        foreach (var method in methods)
        {
            var (verb, path, body) = Request(method);
            var owner = method.AccessRule()!.Roles.Contains("driver") ? driver : rider;
            var (status, reason) = await owner.TryAsync(verb, path, body);
            // What they may do may be impossible now.
            status.ShouldNotBeOneOf([HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound], $"{verb} {path} of its owner: {reason}");
        }
    }

    [Fact]
    public async Task Driver_WhoGaveTheRideBack_SeesNothingMoreOfIt()
    {
        var place = edge.NewPlace();
        var (rider, first) = (await edge.SignInAsync("rob"), await edge.NewDriverAsync("first", place));
        var (ride, _) = await EdgeFixture.NewRideAsync(rider, first, place);
        await using var listening = await edge.ConnectAsync("first", "driver");
        await using var waiting = await edge.ConnectAsync("rob");
        await listening.SubscribeAsync(ride);
        await waiting.SubscribeAsync(ride);
        var second = await edge.NewDriverAsync("second", place);

        await first.PostAsync($"/v1/{ride}:cancel", new { });

        var revoked = await listening.ReadAsync("unsubscribed");
        ((string?)revoked["channel"], (string?)revoked["code"]).ShouldBe((ride, "CHANNEL_FORBIDDEN"));
        await second.PostAsync($"/v1/{await EdgeFixture.AwaitOfferAsync(second)}:accept", new { });
        await EdgeFixture.AwaitAsync(rider, ride, "ARRIVING");
        (await first.TryAsync(HttpMethod.Get, "/v1/" + ride)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await first.TryAsync(HttpMethod.Post, $"/v1/{ride}:arrive", new { })).Status.ShouldBe(HttpStatusCode.NotFound);
        await listening.SendAsync(new { type = "subscribe", channel = ride });
        // The first thing that is told after that it may not listen.
        ((string?)(await listening.ReadAsync("error"))["code"]).ShouldBe("CHANNEL_FORBIDDEN");
        ((string?)(await waiting.ReadAsync("event"))["event"]).ShouldBe("ride.changed");
    }

    private static IEnumerable<MethodDescriptor> OwnedMethods() => MethodAccess.PublicMethods(typeof(DriversReflection).Assembly)
        .Where(method => !method.AccessRule()!.Anonymous && method.Service.File.Package is "platform.drivers.v1" or "platform.rides.v1")
        .Where(method => Owned.Any(resource => Pattern(method).Path.Contains('=' + resource, StringComparison.Ordinal)));

    private static (HttpMethod Verb, string Path, object? Body) RequestOf(MethodDescriptor method, string driver, string offer, string ride, EdgeFixture.Place place)
    {
        var (verb, path) = Pattern(method);
        var (start, end) = (path.IndexOf('{', StringComparison.Ordinal), path.IndexOf('}', StringComparison.Ordinal));
        var named = path[(start + 1)..end].Split('=')[1]
            .Replace("drivers/*", driver, StringComparison.Ordinal)
            .Replace("offers/*", offer, StringComparison.Ordinal)
            .Replace("rides/*", ride, StringComparison.Ordinal)
            .Replace("tracks/*", "tracks/2026-01-01", StringComparison.Ordinal);
        // Good ones, so that nobody is refused for another reason.
        object? body = method.Name switch
        {
            "UpdateDriver" => new { displayName = "Mine now" },
            "ReportLocation" => new { positions = new[] { place.Now() } },
            "StartRide" => new { startCode = "123456" },
            "ChangeDropoff" => new { dropoff = place.Location },
            "RateRide" => new { stars = 1 },
            _ => verb == HttpMethod.Get ? null : new { },
        };
        return (verb, path[..start] + named + path[(end + 1)..], body);
    }

    private static (HttpMethod Verb, string Path) Pattern(MethodDescriptor method)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        return rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
            _ => throw new ArgumentOutOfRangeException(nameof(method)),
        };
    }
}
