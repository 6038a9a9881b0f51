using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Platform.Testing;

namespace LocalDapr.Http2.Tests.Kestrel;

public sealed class BodyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((16 * 1024) + 1)]
    [InlineData(5_000_000)]
    public async Task Post_BodyOfAnyLength_ComesBackWhole(int length)
    {
        await using var app = await App.StartAsync(Answers.EchoAsync);
        var body = new byte[length];
        new Random(length).NextBytes(body);

        using var response = await app.Client.PostAsync(new ByteArrayContent(body));
        var echo = await response.Content.ReadAsByteArrayAsync().WaitAsync(Eventually.Patience);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Version.ShouldBe(HttpVersion.Version20);
        echo.AsSpan().SequenceEqual(body).ShouldBeTrue();
    }

    [Fact]
    public async Task Post_ManyBodiesAtOnce_AreNotMixedUp()
    {
        await using var app = await App.StartAsync(Answers.EchoAsync);
        var bodies = Enumerable.Range(0, 50).Select(i => Enumerable.Repeat((byte)i, i * 5000).ToArray()).ToList();

        var echoes = await Task.WhenAll(bodies.Select(body => app.Client.PostAsync(new ByteArrayContent(body)).BytesAsync()));

        echoes.Zip(bodies).ShouldAllBe(pair => pair.First.SequenceEqual(pair.Second));
    }

    [Fact]
    public async Task Get_WithoutBody_HasNone()
    {
        await using var app = await App.StartAsync(async context =>
        {
            context.Request.ContentLength.ShouldBeNull();
            await context.Response.WriteAsync($"{context.Request.Method} {await context.Request.Body.ReadAsync(new byte[1])}");
        });

        var text = await app.Client.GetAsync().TextAsync();

        text.ShouldBe("GET 0");
    }

    [Theory]
    [InlineData("PUT", true)]
    [InlineData("DELETE", false)]
    [InlineData("PROPFIND", true)]
    [InlineData("POST", false)]
    [InlineData("GET", true)]
    public async Task Send_AnyMethod_Arrives(string method, bool hasBody)
    {
        await using var app = await App.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync($"{context.Request.Method} {await reader.ReadToEndAsync()}");
        });
        var request = new HttpRequestMessage(new HttpMethod(method), Calls.Address) { Content = hasBody ? new StringContent("body") : null };

        var text = await app.Client.CallAsync(request).TextAsync();

        text.ShouldBe($"{method} {(hasBody ? "body" : "")}");
    }

    [Fact]
    public async Task Head_ContentLengthWithoutBody_IsAnAnswer()
    {
        await using var app = await App.StartAsync(context =>
        {
            context.Response.ContentLength = 1000;
            return Task.CompletedTask;
        });

        using var response = await app.Client.CallAsync(new HttpRequestMessage(HttpMethod.Head, Calls.Address));

        response.Content.Headers.ContentLength.ShouldBe(1000);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_Duplex_PartsComeBackWhileTheRequestIsWritten()
    {
        await using var app = await App.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            await Answers.EchoAsync(context);
        });
        var pipe = new Pipe();
        var content = new PushContent((body, cancellationToken) => pipe.Reader.CopyToAsync(body, cancellationToken));
        var buffer = new byte[100];

        using var response = await app.Client.PostAsync(content);
        await using var answer = await response.Content.ReadAsStreamAsync();
        for (var i = 0; i < 100; i++)
        {
            await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes($"message {i}"));
            var count = await answer.ReadAsync(buffer).AsTask().WaitAsync(Eventually.Patience);
            Encoding.ASCII.GetString(buffer, 0, count).ShouldBe($"message {i}");
        }

        await pipe.Writer.CompleteAsync();
        (await answer.ReadAsync(buffer).AsTask().WaitAsync(Eventually.Patience)).ShouldBe(0);
    }

    [Fact]
    public async Task Read_InEveryWayOfAStream_GivesTheBytes()
    {
        await using var app = await App.StartAsync(context => context.Response.WriteAsync("0123456789"));
        using var response = await app.Client.GetAsync();
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[10];

        (await body.ReadAsync(Memory<byte>.Empty)).ShouldBe(0);
        await body.ReadExactlyAsync(buffer.AsMemory(0, 3));
        await body.ReadExactlyAsync(buffer, 3, 3);
        await Task.Run(() => body.ReadExactly(buffer, 6, 4));

        Encoding.ASCII.GetString(buffer).ShouldBe("0123456789");
        body.ReadByte().ShouldBe(-1);
        (body.CanRead, body.CanWrite, body.CanSeek).ShouldBe((true, false, false));
    }
}
