using Platform.EndToEnd.Access;
using Platform.Testing;

namespace Platform.EndToEnd;

/// <summary>The chart's table of who may call whom, and what apps really call of each other when everything that the platform offers is used.</summary>
[Collection(nameof(PlatformTests))]
public sealed class AccessTableTests(PlatformFixture platform)
{
    [Fact]
    public async Task Calls_OfEverythingThatThePlatformDoes_AreExactlyThoseOfTheTable()
    {
        var people = await People.BeginAsync(platform.Gateway, (await platform.SecretsAsync())["identity-admin-password"]);
        var allowed = await AllowedCalls.ReadAsync();

        await Task.WhenAll(
            RouteWalk.RunAsync(await people.SignUpAsync("merchant", "driver", "admin")),
            DoorStory.RunAsync(platform.Gateway, await people.SignUpAsync()),
            new ShopStory(people).RunAsync(),
            new RideStory(people).RunAsync());

        // What workflows do goes on behind the last answer.
        await Eventually.AssertAsync(async () => allowed.Except(await SeenCalls.ReadAsync(platform.Gateway)).ShouldBeEmpty("allowed, but never called"));
        (await SeenCalls.ReadAsync(platform.Gateway)).Except(allowed).ShouldBeEmpty("called, but not allowed");
    }
}
