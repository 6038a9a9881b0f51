using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LocalDapr.Http2.Tests.Kestrel;

public sealed class HeaderTests
{
    [Fact]
    public async Task Request_Headers_Arrive()
    {
        Dictionary<string, string?[]> headers = [];
        await using var app = await App.StartAsync(Keep(context => headers = Copy(context.Request.Headers)));
        var request = Calls.Post(new StringContent("{}", mediaType: new("application/json")));
        request.Headers.Add("X-Many", ["one", "two"]);
        request.Headers.TryAddWithoutValidation("x-name", "Zoë €");
        request.Headers.Add("authorization", "Bearer secret");
        request.Headers.Add("te", "trailers");

        await app.Client.CallAsync(request).BytesAsync();

        headers["x-many"].ShouldBe(["one", "two"]);
        headers["x-name"].ShouldBe(["Zoë €"]);
        headers["authorization"].ShouldBe(["Bearer secret"]);
        headers["te"].ShouldBe(["trailers"]);
        headers["content-type"].ShouldBe(["application/json"]);
        headers["content-length"].ShouldBe(["2"]);
    }

    [Theory]
    [InlineData(null, "app.test")]
    [InlineData("other.test:81", "other.test:81")]
    public async Task Request_AddressAndHost_ArePseudoFields(string? host, string authority)
    {
        await using var app = await App.StartAsync(context =>
        {
            var request = context.Request;
            return context.Response.WriteAsync($"{request.Scheme} {request.Host} {request.Path} {request.QueryString} {request.Headers.Host}");
        });
        var request = Calls.Get();
        request.Headers.Host = host;

        var text = await app.Client.CallAsync(request).TextAsync();

        text.ShouldBe($"http {authority} /path ?query=1 {authority}");
    }

    // Kestrel refuses a request that has one of them.
    [Fact]
    public async Task Request_HeadersOfOneConnection_AreLeftOut()
    {
        Dictionary<string, string?[]> headers = [];
        await using var app = await App.StartAsync(Keep(context => headers = Copy(context.Request.Headers)));
        var request = Calls.Post(new StringContent("body"));
        request.Headers.Connection.Add("keep-alive");
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = true;
        request.Headers.Upgrade.Add(new("h2c"));
        request.Headers.TryAddWithoutValidation("Keep-Alive", "timeout=5");
        request.Headers.TryAddWithoutValidation("Proxy-Connection", "keep-alive");
        request.Headers.TryAddWithoutValidation("TE", "gzip");

        using var response = await app.Client.CallAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        headers.Keys.ShouldBe(["Host", "Content-Length", "Content-Type"], ignoreOrder: true);
    }

    [Fact]
    public async Task Request_HeadersOfManyFrames_Arrive()
    {
        Dictionary<string, string?[]> headers = [];
        await using var app = await App.StartAsync(Keep(context => headers = Copy(context.Request.Headers)));
        var request = Calls.Post(new StringContent("body"));
        for (var i = 0; i < 4; i++)
            request.Headers.Add($"x-long-{i}", new string((char)('a' + i), 5 * 1024));

        await app.Client.CallAsync(request).BytesAsync();

        for (var i = 0; i < 4; i++)
            headers[$"x-long-{i}"].ShouldBe([new string((char)('a' + i), 5 * 1024)]);
    }

    [Fact]
    public async Task Response_HeadersAndTrailers_ComeBack()
    {
        await using var app = await App.StartAsync(async context =>
        {
            context.Response.StatusCode = 201;
            context.Response.Headers["x-many"] = new StringValues(["one", "two"]);
            context.Response.ContentType = "text/plain";
            context.Response.Headers.ContentLanguage = "de";
            context.Response.ContentLength = 4;
            await context.Response.WriteAsync("body");
            context.Response.AppendTrailer("x-end", new StringValues(["three", "four"]));
            context.Response.AppendTrailer("grpc-status", "0");
        });

        using var response = await app.Client.GetAsync();
        await response.Content.LoadIntoBufferAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.RequestMessage.ShouldNotBeNull().RequestUri.ShouldBe(Calls.Address);
        response.Headers.GetValues("x-many").ShouldBe(["one", "two"]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        response.Content.Headers.ContentLanguage.ShouldBe(["de"]);
        response.Content.Headers.ContentLength.ShouldBe(4);
        response.TrailingHeaders.GetValues("x-end").ShouldBe(["three", "four"]);
        response.TrailingHeaders.GetValues("grpc-status").ShouldBe(["0"]);
    }

    [Fact]
    public async Task Response_OfHeadersOnly_HasAnEmptyBody()
    {
        await using var app = await App.StartAsync(Keep(context => context.Response.StatusCode = 404));

        using var response = await app.Client.GetAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Response_HeadersOfManyFrames_ComeBack()
    {
        await using var app = await App.StartAsync(Keep(context => context.Response.Headers["x-long"] = new string('h', 50_000)));

        using var response = await app.Client.GetAsync();

        response.Headers.GetValues("x-long").Single().ShouldBe(new string('h', 50_000));
    }

    [Theory]
    [InlineData(1, 2000)]
    [InlineData(1, 20_000)]
    [InlineData(40, 1)]
    public async Task Response_MoreHeadersThanAllowed_FailsThisRequestOnly(int count, int length)
    {
        var other = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await App.StartAsync(
            async context =>
            {
                if (context.Request.Method == "POST")
                    await other.Task;
                for (var i = 0; i < count && context.Request.Method == "GET"; i++)
                    context.Response.Headers[$"x-{i}"] = new string('h', length);
                await Answers.ConnectionAsync(context);
            },
            new() { MaxHeaderListBytes = 1000 });

        var otherAnswer = app.Client.PostAsync(new StringContent("")).TextAsync();
        var failure = await Should.ThrowAsync<HttpRequestException>(() => app.Client.GetAsync());
        other.SetResult();

        failure.HttpRequestError.ShouldBe(HttpRequestError.HttpProtocolError);
        (await app.Client.PostAsync(new StringContent("")).TextAsync()).ShouldBe(await otherAnswer);
    }

    private static RequestDelegate Keep(Action<HttpContext> keep) => context =>
    {
        keep(context);
        return Task.CompletedTask;
    };

    // Kestrel uses its own for the next request.
    private static Dictionary<string, string?[]> Copy(IHeaderDictionary headers) =>
        headers.ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
}
