using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Tests.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Tests.Client;

/// <summary>What the client sends in headers, and how credentials, interceptors and the client factory add to it.</summary>
public sealed class MetadataTests : IAsyncLifetime
{
    private ScriptedServer _server = null!;
    private IHeaderDictionary _headers = null!;

    public async ValueTask InitializeAsync() => _server = await ScriptedServer.StartAsync(context =>
    {
        _headers = context.Request.Headers;
        return Answers.Message(context, Answers.Frame("x"));
    });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Unary_Always_SendsTheHeadersOfTheProtocol()
    {
        using var channel = GrpcChannel.ForAddress(_server.Address);
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30);

        await new Echo.EchoClient(channel).UnaryAsync(
            new EchoRequest(), new Metadata { { "text", "a?" }, { "bytes-bin", [1, 2, 3, 4] } }, deadline);

        _headers.TE.ToString().ShouldBe("trailers");
        _headers.ContentType.ToString().ShouldBe("application/grpc");
        _headers.UserAgent.ToString().ShouldStartWith("grpc-csharp-platform/");
        _headers["grpc-accept-encoding"].ToString().ShouldBe("identity,gzip");
        _headers["grpc-timeout"].ToString().ShouldMatch("^[0-9]{1,8}[num]$");
        _headers["text"].ToString().ShouldBe("a?");
        _headers["bytes-bin"].ToString().TrimEnd('=').ShouldBe("AQIDBA");
        _headers.ContentLength.ShouldBeNull();
    }

    [Theory]
    [InlineData(true, "Bearer token")]
    [InlineData(false, "")]
    public async Task Unary_CallCredentials_AreSentWithoutTlsOnlyWhereAllowed(bool unsafely, string expected)
    {
        using var channel = GrpcChannel.ForAddress(
            _server.Address, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = unsafely });
        var options = new CallOptions(credentials: CallCredentials.Compose(Authorize("Bearer token"), Add("second", "2")));

        await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest(), options);

        _headers.Authorization.ToString().ShouldBe(expected);
        _headers["second"].ToString().ShouldBe(unsafely ? "2" : "");
    }

    [Fact]
    public async Task Unary_CredentialsOfTheChannel_AreSent()
    {
        using var channel = GrpcChannel.ForAddress(_server.Address, new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, Authorize("Bearer channel")),
            UnsafeUseInsecureChannelCallCredentials = true,
        });

        await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest());

        _headers.Authorization.ToString().ShouldBe("Bearer channel");
    }

    [Fact]
    public async Task Unary_FailingCredentials_FailTheCall()
    {
        using var channel = GrpcChannel.ForAddress(
            _server.Address, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        var credentials = CallCredentials.FromInterceptor((_, _) => throw new RpcException(new Status(StatusCode.Unauthenticated, "no token")));

        var error = await Should.ThrowAsync<RpcException>(async () =>
            await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest(), new CallOptions(credentials: credentials)));

        error.StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    [Theory]
    [InlineData("https://localhost")]
    [InlineData("http://localhost")]
    public void ForAddress_CredentialsOfTheOtherScheme_Throws(string address)
    {
        var credentials = address.StartsWith("https", StringComparison.Ordinal) ? ChannelCredentials.Insecure : ChannelCredentials.SecureSsl;

        Should.Throw<InvalidOperationException>(() =>
            GrpcChannel.ForAddress(address, new GrpcChannelOptions { Credentials = credentials }));
    }

    [Fact]
    public async Task AddGrpcClient_Configured_CallsThroughEverything()
    {
        var services = new ServiceCollection();
        services.AddGrpcClient<Echo.EchoClient>("echo", options => options.Address = _server.Address)
            .ConfigureChannel(channel => channel.UnsafeUseInsecureChannelCallCredentials = true)
            .AddInterceptor(() => new HeaderInterceptor("intercepted", "yes"))
            .AddCallCredentials((_, metadata) =>
            {
                metadata.Add("authorization", "Bearer factory");
                return Task.CompletedTask;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler());
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<Echo.EchoClient>().UnaryAsync(new EchoRequest());
        await provider.GetRequiredService<Net.ClientFactory.GrpcClientFactory>().CreateClient<Echo.EchoClient>("echo").UnaryAsync(new EchoRequest());

        _headers["intercepted"].ToString().ShouldBe("yes");
        _headers.Authorization.ToString().ShouldBe("Bearer factory");
    }

    [Fact]
    public void AddGrpcClient_NoAddress_SaysWhichClient()
    {
        using var provider = new ServiceCollection().AddGrpcClient<Echo.EchoClient>("echo").Services.BuildServiceProvider();

        Should.Throw<InvalidOperationException>(() => provider.GetRequiredService<Echo.EchoClient>()).Message.ShouldContain("'echo'");
    }

    [Fact]
    public void AddInterceptor_OtherHttpClient_Throws()
    {
        var builder = new ServiceCollection().AddHttpClient("plain");

        Should.Throw<InvalidOperationException>(() => builder.AddInterceptor(() => new HeaderInterceptor("a", "b")));
    }

    private static CallCredentials Authorize(string value) => Add("authorization", value);

    private static CallCredentials Add(string key, string value) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add(key, value);
        return Task.CompletedTask;
    });

    private sealed class HeaderInterceptor(string key, string value) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, new ClientInterceptorContext<TRequest, TResponse>(
                context.Method, context.Host, context.Options.WithHeaders(new Metadata { { key, value } })));
    }
}
