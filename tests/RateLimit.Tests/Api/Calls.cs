using Platform.RateLimit.V1;

namespace RateLimit.Tests.Api;

/// <summary>Calls in few words.</summary>
internal static class Calls
{
    public static CheckRequest Request(params (string Fact, string Value)[] facts) => In("test", facts);

    public static CheckRequest In(string domain, params (string Fact, string Value)[] facts)
    {
        var request = new CheckRequest { Domain = domain };
        foreach (var (fact, value) in facts)
        {
            request.Facts[fact] = value;
        }

        return request;
    }

    /// <summary>How many of some equal requests pass, one after the other.</summary>
    public static async Task<int> PassAsync(this RateLimitService.RateLimitServiceClient client, CheckRequest request, int count)
    {
        var passed = 0;
        for (var i = 0; i < count; i++)
        {
            passed += (await client.CheckAsync(request)).Allowed ? 1 : 0;
        }

        return passed;
    }

    public static LeaseRequest Lease(long tokens, ulong id) => new() { Tokens = tokens, LeaseId = id };
}
