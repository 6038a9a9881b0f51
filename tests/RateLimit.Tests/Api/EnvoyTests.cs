using Envoy.Extensions.Common.RateLimit.V3;
using Envoy.Service.RateLimit.V3;
using Envoy.Type.V3;
using Grpc.Core;
using Code = Envoy.Service.RateLimit.V3.RateLimitResponse.Types.Code;
using Unit = Envoy.Service.RateLimit.V3.RateLimitResponse.Types.RateLimit.Types.Unit;

namespace RateLimit.Tests.Api;

public sealed class EnvoyTests(RateLimitFixture limiter) : IClassFixture<RateLimitFixture>
{
    private readonly RateLimitService.RateLimitServiceClient _client = limiter.Envoy;

    [Fact]
    public async Task ShouldRateLimit_OverTheLimit_SaysSoWithTheStatus()
    {
        var request = Request(Descriptor(("remote_address", "1.1.1.1")));
        var responses = new List<RateLimitResponse>();
        for (var i = 0; i < 4; i++)
        {
            responses.Add(await _client.ShouldRateLimitAsync(request));
        }

        responses.Select(response => response.OverallCode).ShouldBe([Code.Ok, Code.Ok, Code.Ok, Code.OverLimit]);
        responses.Select(response => response.Statuses.Single().LimitRemaining).ShouldBe([2u, 1u, 0u, 0u]);
        var limit = responses[3].Statuses.Single();
        limit.CurrentLimit.RequestsPerUnit.ShouldBe(3u);
        limit.CurrentLimit.Unit.ShouldBe(Unit.Minute);
        limit.CurrentLimit.Name.ShouldBe("address");
        limit.DurationUntilReset.ToTimeSpan().ShouldBeInRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task ShouldRateLimit_SeveralDescriptors_AllMustPass()
    {
        var request = Request(Descriptor(("remote_address", "2.2.2.2")), Descriptor(("remote_address", "2.2.2.2"), ("path", "/login")));

        var first = await _client.ShouldRateLimitAsync(request);
        var second = await _client.ShouldRateLimitAsync(request);
        var alone = await _client.ShouldRateLimitAsync(Request(Descriptor(("remote_address", "2.2.2.2"))));

        first.OverallCode.ShouldBe(Code.Ok);
        second.OverallCode.ShouldBe(Code.OverLimit);
        second.Statuses.Select(status => status.Code).ShouldBe([Code.Ok, Code.OverLimit]);
        alone.Statuses.Single().LimitRemaining.ShouldBe(1u, "what did not pass was given back");
    }

    [Theory]
    [InlineData("unknown_key", "x")]
    [InlineData("path", "/login")]
    public async Task ShouldRateLimit_NoRule_Passes(string key, string value)
    {
        var response = await _client.ShouldRateLimitAsync(Request(Descriptor((key, value))));

        response.OverallCode.ShouldBe(Code.Ok);
        response.Statuses.Single().CurrentLimit.ShouldBeNull();
    }

    [Fact]
    public async Task ShouldRateLimit_HitsAddend_IsTheCost()
    {
        var request = Request(Descriptor(("remote_address", "3.3.3.3")));
        request.HitsAddend = 2;

        (await _client.ShouldRateLimitAsync(request)).Statuses.Single().LimitRemaining.ShouldBe(1u);
        (await _client.ShouldRateLimitAsync(request)).OverallCode.ShouldBe(Code.OverLimit);
        request.Descriptors[0].HitsAddend = 1;
        (await _client.ShouldRateLimitAsync(request)).OverallCode.ShouldBe(Code.Ok);
        request.Descriptors[0].IsNegativeHits = true;
        (await _client.ShouldRateLimitAsync(request)).OverallCode.ShouldBe(Code.Ok);
        (await _client.ShouldRateLimitAsync(Request(Descriptor(("remote_address", "3.3.3.3"))))).Statuses.Single().LimitRemaining.ShouldBe(0u);
    }

    [Fact]
    public async Task ShouldRateLimit_LimitOfTheDescriptor_StandsInForTheRule()
    {
        var request = Request(Descriptor(("remote_address", "4.4.4.4")));
        request.Descriptors[0].Limit = new RateLimitDescriptor.Types.RateLimitOverride { RequestsPerUnit = 5, Unit = RateLimitUnit.Hour };

        var response = await _client.ShouldRateLimitAsync(request);

        response.Statuses.Single().LimitRemaining.ShouldBe(4u);
        response.Statuses.Single().CurrentLimit.Unit.ShouldBe(Unit.Hour);
    }

    [Fact]
    public async Task ShouldRateLimit_RuleWithLeases_PassesItsLimitAndNoMore()
    {
        var request = Request(Descriptor(("leased", "a")));
        var statuses = new List<RateLimitResponse.Types.DescriptorStatus>();
        for (var i = 0; i < 150; i++)
        {
            statuses.Add((await _client.ShouldRateLimitAsync(request)).Statuses.Single());
        }

        var passed = statuses.TakeWhile(status => status.Code == Code.Ok).ToList();
        // Few tokens of a lease that made room for a larger one may stay unused.
        passed.Count.ShouldBeInRange(90, 100);
        passed[0].LimitRemaining.ShouldBe(99u);
        passed[^1].LimitRemaining.ShouldBeLessThan(10u);
        statuses.Skip(passed.Count).ShouldAllBe(status => status.Code == Code.OverLimit && status.LimitRemaining == 0);
        statuses.ShouldAllBe(status => status.CurrentLimit.Name == "leased" && status.CurrentLimit.RequestsPerUnit == 100 && status.CurrentLimit.Unit == Unit.Hour);
        statuses.ShouldAllBe(status => status.DurationUntilReset.ToTimeSpan() <= TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task ShouldRateLimit_RuleWithLeases_CountsAtTheOwnerToo()
    {
        var request = Request(Descriptor(("leased", "b")));
        for (var i = 0; i < 50; i++)
        {
            await _client.ShouldRateLimitAsync(request);
        }

        // Two descriptors are decided by the owners, who know what is leased.
        var both = Request(Descriptor(("leased", "b")), Descriptor(("remote_address", "5.5.5.5")));
        (await _client.ShouldRateLimitAsync(both)).Statuses[0].LimitRemaining.ShouldBeInRange(50u - 1 - 20, 50u - 1);
    }

    [Fact]
    public async Task ShouldRateLimit_WithoutDescriptors_IsRefused()
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await _client.ShouldRateLimitAsync(new RateLimitRequest { Domain = "envoy" }));

        failure.StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    private static RateLimitRequest Request(params RateLimitDescriptor[] descriptors) => new() { Domain = "envoy", Descriptors = { descriptors } };

    private static RateLimitDescriptor Descriptor(params (string Key, string Value)[] entries) => new()
    {
        Entries = { entries.Select(entry => new RateLimitDescriptor.Types.Entry { Key = entry.Key, Value = entry.Value }) },
    };
}
