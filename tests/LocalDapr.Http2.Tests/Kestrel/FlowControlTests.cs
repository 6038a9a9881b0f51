using Platform.Testing;

namespace LocalDapr.Http2.Tests.Kestrel;

public sealed class FlowControlTests
{
    private const int PartLength = 16 * 1024;
    private const int Parts = 320;

    // What Kestrel holds of an answer before it lets its writer wait, and the part that waits.
    private const int HeldByTheServer = (64 * 1024) + PartLength;

    private static readonly byte[] Part = [.. Enumerable.Range(0, PartLength).Select(i => (byte)(i * 31))];

    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _done;

    [Fact]
    public async Task Get_ReaderThatDoesNotRead_HoldsUpTheServerAndNoOtherRequest()
    {
        await using var app = await App.StartAsync(async context =>
        {
            for (var i = 0; i < Parts && context.Request.Method == "POST"; i++)
            {
                await context.Response.Body.WriteAsync(Part);
                Interlocked.Increment(ref _done);
            }
        });

        using var response = await app.Client.PostAsync(new StringContent(""));
        await Eventually.AssertAsync(() => (Volatile.Read(ref _done) * PartLength).ShouldBeGreaterThanOrEqualTo(Http2Stream.ReceiveLimit));
        for (var i = 0; i < 50; i++)
            await app.Client.GetAsync().BytesAsync();
        var before = Volatile.Read(ref _done);
        var body = await response.Content.ReadAsByteArrayAsync().WaitAsync(Eventually.Patience);

        (before * PartLength).ShouldBeLessThanOrEqualTo(Http2Stream.ReceiveLimit + HeldByTheServer);
        ShouldBeWhole(body);
    }

    [Fact]
    public async Task Post_ServerThatDoesNotRead_HoldsUpTheContentAndNoOtherRequest()
    {
        const int Window = 8;
        await using var app = await App.StartAsync(
            async context =>
            {
                if (context.Request.Method == "GET")
                    return;
                await _gate.Task;
                await Answers.EchoAsync(context);
            },
            limits: limits => limits.Http2.InitialStreamWindowSize = Window * PartLength);
        // The first request brings the server's settings.
        await app.Client.GetAsync().BytesAsync();

        var answer = app.Client.PostAsync(PushContent.OfParts(Part, Parts, count => Volatile.Write(ref _done, count)));
        await Eventually.AssertAsync(() => Volatile.Read(ref _done).ShouldBe(Window));
        for (var i = 0; i < 50; i++)
            await app.Client.GetAsync().BytesAsync();
        Volatile.Read(ref _done).ShouldBe(Window);
        _gate.SetResult();

        ShouldBeWhole(await answer.BytesAsync());
        _done.ShouldBe(Parts);
    }

    [Fact]
    public async Task Post_ManyLargeBodiesAtOnce_AllComeBackWhole()
    {
        await using var app = await App.StartAsync(Answers.EchoAsync);

        var bodies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Client.PostAsync(PushContent.OfParts(Part, Parts, _ => { })).BytesAsync()));

        Array.ForEach(bodies, ShouldBeWhole);
    }

    // More than the window of the connection.
    [Fact]
    public async Task Get_VeryLongAnswer_ComesToItsEnd()
    {
        const int Count = 70 * 1024 * 1024 / PartLength;
        await using var app = await App.StartAsync(async context =>
        {
            for (var i = 0; i < Count; i++)
                await context.Response.Body.WriteAsync(Part);
        });
        var (buffer, length) = (new byte[64 * 1024], 0);

        using var response = await app.Client.GetAsync();
        await using var body = await response.Content.ReadAsStreamAsync();
        while (await body.ReadAsync(buffer).AsTask().WaitAsync(Eventually.Patience) is > 0 and var count)
            length += count;

        length.ShouldBe(Count * PartLength);
    }

    private static void ShouldBeWhole(byte[] body)
    {
        body.Length.ShouldBe(Parts * PartLength);
        for (var i = 0; i < Parts; i++)
            body.AsSpan(i * PartLength, PartLength).SequenceEqual(Part).ShouldBeTrue($"part {i}");
    }
}
