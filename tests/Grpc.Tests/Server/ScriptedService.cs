using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Tests.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.Tests.Server;

/// <summary>Handlers that the test writes.</summary>
public sealed class Script
{
    public UnaryServerMethod<EchoRequest, EchoResponse> Unary { get; init; } = (request, _) =>
        Task.FromResult(new EchoResponse { Payload = request.Payload });

    public ServerStreamingServerMethod<EchoRequest, EchoResponse> ServerStream { get; init; } = (_, _, _) => Task.CompletedTask;

    public ClientStreamingServerMethod<EchoRequest, EchoResponse> ClientStream { get; init; } = (_, _) => Task.FromResult(new EchoResponse());

    public DuplexStreamingServerMethod<EchoRequest, EchoResponse> Bidi { get; init; } = (_, _, _) => Task.CompletedTask;
}

/// <summary>A service whose instances run a <see cref="Script"/> and count their lives.</summary>
public sealed class ScriptedService(Script script, Lives lives) : Echo.EchoBase, IDisposable
{
    private readonly int _number = lives.Begin();

    public override Task<EchoResponse> Unary(EchoRequest request, ServerCallContext context) => script.Unary(request, context);

    public override Task ServerStream(EchoRequest request, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context) =>
        script.ServerStream(request, responseStream, context);

    public override Task<EchoResponse> ClientStream(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context) =>
        script.ClientStream(requestStream, context);

    public override Task Bidi(
        IAsyncStreamReader<EchoRequest> requestStream,
        IServerStreamWriter<EchoResponse> responseStream,
        ServerCallContext context) => script.Bidi(requestStream, responseStream, context);

    public void Dispose() => lives.End(_number);
}

/// <summary>Counts instances.</summary>
public sealed class Lives
{
    private readonly ConcurrentDictionary<int, bool> _ended = [];
    private int _begun;

    public int Begun => _begun;

    public int Ended => _ended.Count;

    public int Begin() => Interlocked.Increment(ref _begun);

    public void End(int number) => _ended[number] = true;
}

/// <summary>A server that runs a script, our client for it, and what the server logged.</summary>
internal sealed class ScriptedCall : IAsyncDisposable
{
    private readonly GrpcChannel _channel;

    private ScriptedCall(EchoServer server, Lives lives, CapturedLog log)
    {
        Server = server;
        Lives = lives;
        Log = log;
        _channel = GrpcChannel.ForAddress(server.Address);
        Client = new Echo.EchoClient(_channel);
    }

    public EchoServer Server { get; }

    public Lives Lives { get; }

    public CapturedLog Log { get; }

    public Echo.EchoClient Client { get; }

    public static async Task<ScriptedCall> StartAsync(
        Script script,
        Action<Grpc.AspNetCore.Server.GrpcServiceOptions>? configure = null,
        Action<IServiceCollection>? configureServices = null)
    {
        var lives = new Lives();
        var log = new CapturedLog();
        var server = await EchoServer.StartAsync<ScriptedService>(configure, builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddSingleton(script).AddSingleton(lives);
            configureServices?.Invoke(builder.Services);
        });
        return new ScriptedCall(server, lives, log);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>Keeps what is logged at Error and above.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _errors = [];

    public IReadOnlyCollection<string> Errors => _errors;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _errors.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
    }
}
