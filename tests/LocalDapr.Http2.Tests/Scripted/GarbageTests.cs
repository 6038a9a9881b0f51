using Platform.Testing;

namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>Whatever a server says: each request comes to an end.</summary>
public sealed class GarbageTests
{
    private const int CasesOfASeed = 100;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Receive_Garbage_EndsTheRequest(int seed)
    {
        for (var i = 0; i < CasesOfASeed; i++)
        {
            var random = new Random((seed * CasesOfASeed) + i);
            try
            {
                await RunAsync(random, Garbage(random, isOfFrames: i % 4 > 0));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Case {i} of seed {seed} did not end as it may.", failure);
            }
        }
    }

    private static async Task RunAsync(Random random, byte[] garbage)
    {
        using var server = new ScriptedServer();
        using var cancellation = new CancellationTokenSource();
        var request = random.Next(2) == 0 ? Calls.Get() : Calls.Post(new ByteArrayContent(new byte[100_000]));
        var answer = ReadAsync(server, request, cancellation.Token);
        using var connection = await server.AcceptAsync();
        await connection.ReadAsync(FrameType.Headers);

        await connection.SendAsync(garbage);
        if (random.Next(2) == 0)
            connection.Close();
        else
            await cancellation.CancelAsync();

        await answer.WaitAsync(Eventually.Patience, CancellationToken.None);
    }

    private static async Task ReadAsync(ScriptedServer server, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await server.Client.SendAsync(request, cancellationToken);
            await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            // That is an end.
        }
    }

    private static byte[] Garbage(Random random, bool isOfFrames)
    {
        if (!isOfFrames)
            return Bytes(random, 200);
        var frames = Enumerable.Range(0, random.Next(1, 10)).SelectMany(_ => AnyFrame(random));
        return [.. random.Next(2) == 0 ? Frames.Ok(1) : [], .. frames];
    }

    // Mostly what is nearly right.
    private static byte[] AnyFrame(Random random)
    {
        var payload = random.Next(4) switch
        {
            0 => Frames.Block((":status", "200"), ("x", "y")),
            1 => [0, 0, 0, (byte)random.Next(256)],
            2 => new byte[random.Next(20)],
            _ => Bytes(random, 40),
        };
        if (random.Next(4) == 0 && payload.Length > 0)
            payload[random.Next(payload.Length)] ^= (byte)(1 << random.Next(8));
        return Frames.Of((FrameType)random.Next(11), (FrameFlags)random.Next(256), random.Next(4) == 0 ? random.Next(4) : 1, payload);
    }

    private static byte[] Bytes(Random random, int most)
    {
        var bytes = new byte[random.Next(most)];
        random.NextBytes(bytes);
        return bytes;
    }
}
