namespace LocalDapr.Http2.Tests.Kestrel;

/// <summary>Requests that go well among those that are given up at any time.</summary>
public sealed class StressTests
{
    private const int Workers = 16;
    private const int RequestsOfAWorker = 100;

    [Fact]
    public async Task Send_ManyOfWhichSomeAreGivenUp_OthersGoWell()
    {
        await using var app = await App.StartAsync(Answers.EchoAsync);

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var i = 0; i < RequestsOfAWorker; i++)
                await SendAsync(app.Client, random);
        })));

        (await app.Client.PostAsync(new StringContent("end")).TextAsync()).ShouldBe("end");
    }

    private static async Task SendAsync(HttpMessageInvoker client, Random random)
    {
        var body = new byte[random.Next(3) == 0 ? random.Next(500_000) : random.Next(1000)];
        random.NextBytes(body);
        switch (random.Next(6))
        {
            case 0:
                using (await client.PostAsync(new ByteArrayContent(body)))
                    return;
            case 1:
                await CancelAsync(client, body, random);
                return;
            case 2:
                var failing = new PushContent(async (content, cancellationToken) =>
                {
                    await content.WriteAsync(body, cancellationToken);
                    throw new InvalidDataException();
                });
                // The server's answer begins before the content ends where there is a body.
                await Should.ThrowAsync<Exception>(() => client.PostAsync(failing).BytesAsync());
                return;
            default:
                (await client.PostAsync(new ByteArrayContent(body)).BytesAsync()).AsSpan().SequenceEqual(body).ShouldBeTrue();
                return;
        }
    }

    private static async Task CancelAsync(HttpMessageInvoker client, byte[] body, Random random)
    {
        using var cancellation = new CancellationTokenSource();
        var answer = client.PostAsync(new ByteArrayContent(body), cancellation.Token);
        for (var i = random.Next(20); i > 0; i--)
            await Task.Yield();
        await cancellation.CancelAsync();
        try
        {
            using var response = await answer;
        }
        catch (OperationCanceledException failure)
        {
            failure.CancellationToken.ShouldBe(cancellation.Token);
        }
    }
}
