using Microsoft.AspNetCore.Http;
using Platform.Testing;

namespace LocalDapr.Http2.Tests.Kestrel;

public sealed class FailureTests
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancel_BeforeTheAnswer_EndsBothSides(bool hasBody)
    {
        await using var app = await App.StartAsync(WaitForAbortAsync);
        using var cancellation = new CancellationTokenSource();
        var request = hasBody ? Calls.Post(PushContent.OfNothing(new())) : Calls.Get();

        var answer = app.Client.CallAsync(request, cancellation.Token);
        await _arrived.Task.WaitAsync(Eventually.Patience);
        await cancellation.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(answer)).CancellationToken.ShouldBe(cancellation.Token);
        await _aborted.Task.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Cancel_BeforeTheRequest_SendsNothing()
    {
        await using var app = await App.StartAsync(WaitForAbortAsync);

        var failure = await Should.ThrowAsync<OperationCanceledException>(() => app.Client.GetAsync(new CancellationToken(canceled: true)));

        failure.CancellationToken.IsCancellationRequested.ShouldBeTrue();
        _arrived.Task.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Cancel_OfARead_LeavesTheAnswerAsItIs()
    {
        var isRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await App.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            await isRead.Task;
            await context.Response.WriteAsync("late");
        });
        using var cancellation = new CancellationTokenSource();
        using var response = await app.Client.GetAsync();
        await using var body = await response.Content.ReadAsStreamAsync();

        var read = body.ReadAsync(new byte[1], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(read.WaitAsync(Eventually.Patience));
        isRead.SetResult();

        (await new StreamReader(body).ReadToEndAsync().WaitAsync(Eventually.Patience)).ShouldBe("late");
    }

    [Fact]
    public async Task Dispose_OfAnAnswerBeforeItsEnd_TellsTheServer()
    {
        await using var app = await App.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            await WaitForAbortAsync(context);
        });

        var response = await app.Client.GetAsync();
        response.Dispose();

        await _aborted.Task.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Get_ServerAbortsBeforeItsHeaders_FailsWithTheCode()
    {
        await using var app = await App.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var failure = await Should.ThrowAsync<HttpRequestException>(() => app.Client.GetAsync());

        failure.HttpRequestError.ShouldBe(HttpRequestError.HttpProtocolError);
        failure.InnerException.ShouldBeOfType<HttpProtocolException>().ErrorCode.ShouldBeGreaterThan((long)ErrorCode.NoError);
    }

    [Fact]
    public async Task Get_ServerAbortsWithinTheBody_FailsAfterWhatCame()
    {
        await using var app = await App.StartAsync(AbortWithinAsync);
        var buffer = new byte[10];

        using var response = await app.Client.GetAsync();
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(buffer.AsMemory(0, 4)).AsTask().WaitAsync(Eventually.Patience);
        _arrived.SetResult();

        await Should.ThrowAsync<HttpIOException>(async () => await body.ReadAsync(buffer).AsTask().WaitAsync(Eventually.Patience));
    }

    [Fact]
    public async Task Get_ServerAbortsWithinTheBody_FailsThoseWhoWantItAll()
    {
        await using var app = await App.StartAsync(AbortWithinAsync);

        using var response = await app.Client.GetAsync();
        _arrived.SetResult();
        var failure = await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync().WaitAsync(Eventually.Patience));

        failure.InnerException.ShouldBeAssignableTo<IOException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_ContentThatFails_FailsBothSides(bool atOnce)
    {
        await using var app = await App.StartAsync(WaitForAbortAsync);
        var content = new PushContent(async (body, cancellationToken) =>
        {
            await body.WriteAsync(new byte[10], cancellationToken);
            if (!atOnce)
                await _arrived.Task.WaitAsync(cancellationToken);
            throw new InvalidDataException("No more of it.");
        });

        var failure = await Should.ThrowAsync<InvalidDataException>(() => app.Client.PostAsync(content));

        failure.Message.ShouldBe("No more of it.");
        if (!atOnce)
            await _aborted.Task.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Post_ServerAborts_EndsTheContent()
    {
        await using var app = await App.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var failure = await Should.ThrowAsync<HttpRequestException>(() => app.Client.PostAsync(PushContent.OfNothing(_aborted)));

        failure.HttpRequestError.ShouldBe(HttpRequestError.HttpProtocolError);
        await _aborted.Task.WaitAsync(Eventually.Patience);
    }

    private async Task WaitForAbortAsync(HttpContext context)
    {
        var aborted = context.AbortedAsync();
        _arrived.SetResult();
        await aborted.WaitAsync(Eventually.Patience);
        _aborted.SetResult();
    }

    private async Task AbortWithinAsync(HttpContext context)
    {
        await context.Response.WriteAsync("body");
        await context.Response.Body.FlushAsync();
        await _arrived.Task;
        context.Abort();
    }
}
