using System.IO.Compression;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Tests.V1;

namespace Grpc.Tests.Server;

/// <summary>What the server answers on the wire, by the gRPC over HTTP/2 specification.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private const string Unary = "/grpc.tests.v1.Echo/Unary";
    private const string ServerStream = "/grpc.tests.v1.Echo/ServerStream";

    private static readonly byte[] Hello = RawCall.Frame(new EchoRequest { Payload = ByteString.CopyFromUtf8("hello") });

    private EchoServer _server = null!;
    private RawCall _call = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await EchoServer.StartAsync(options =>
        {
            options.MaxReceiveMessageSize = 1000;
            options.MaxSendMessageSize = 950;
            options.ResponseCompressionAlgorithm = "gzip";
        });
        _call = new RawCall(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _call.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Unary_Message_IsEchoedWithStatusInTrailers()
    {
        var response = await _call.SendAsync(Unary, Hello);

        response.HttpStatus.ShouldBe(HttpStatusCode.OK);
        response.IsTrailersOnly.ShouldBeFalse();
        response.Status.ShouldBe("0");
        EchoResponse.Parser.ParseFrom(response.Body.AsSpan(5)).Payload.ToStringUtf8().ShouldBe("hello");
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc;charset=utf-8")]
    public async Task Unary_ContentTypeVariant_IsAccepted(string contentType) =>
        (await _call.SendAsync(Unary, Hello, contentType)).Status.ShouldBe("0");

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpcx")]
    public async Task Unary_OtherContentType_IsUnsupportedMediaType(string contentType) =>
        (await _call.SendAsync(Unary, Hello, contentType)).HttpStatus.ShouldBe(HttpStatusCode.UnsupportedMediaType);

    [Theory]
    [InlineData("/grpc.tests.v1.Echo/Nothing")]
    [InlineData("/unknown.Service/Method")]
    public async Task Call_UnknownMethod_IsUnimplementedTrailersOnly(string path)
    {
        var response = await _call.SendAsync(path, Hello);

        response.IsTrailersOnly.ShouldBeTrue();
        response.Status.ShouldBe("12");
    }

    [Theory]
    [InlineData(new byte[0], StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, StatusCode.Internal)]
    [InlineData(new byte[] { 2, 0, 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0xFF }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 4, 0 }, StatusCode.ResourceExhausted)]
    [InlineData(new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF }, StatusCode.ResourceExhausted)]
    public async Task Unary_BrokenFrame_EndsWithTheDocumentedStatus(byte[] body, StatusCode expected) =>
        (await _call.SendAsync(Unary, body)).Status.ShouldBe(((int)expected).ToString());

    [Fact]
    public async Task Unary_ResponseOverTheLimit_IsResourceExhausted()
    {
        var request = RawCall.Frame(new EchoRequest { Payload = ByteString.CopyFrom(new byte[940]) });
        var stream = RawCall.Frame(new EchoRequest { Repeat = 1, Payload = ByteString.CopyFrom(new byte[960]) });

        (await _call.SendAsync(Unary, request)).Status.ShouldBe("0");
        (await _call.SendAsync(ServerStream, stream)).Status.ShouldBe("8");
    }

    [Fact]
    public async Task Unary_UnknownEncoding_IsUnimplementedAndNamesWhatIsAccepted()
    {
        var response = await _call.SendAsync(Unary, Hello, headers: ("grpc-encoding", "snappy"));

        response.Status.ShouldBe("12");
        response.Find("grpc-accept-encoding").ShouldBe("identity,gzip");
    }

    [Fact]
    public async Task Unary_GzipBothWays_IsDecompressedAndCompressed()
    {
        var message = new EchoRequest { Payload = ByteString.CopyFrom(new byte[900]) };
        var body = RawCall.Frame(Gzip(message.ToByteArray()), flag: 1);

        var response = await _call.SendAsync(Unary, body, headers: [("grpc-encoding", "gzip"), ("grpc-accept-encoding", "gzip")]);

        response.Status.ShouldBe("0");
        response.Find("grpc-encoding").ShouldBe("gzip");
        response.Body[0].ShouldBe((byte)1);
        response.Body.Length.ShouldBeLessThan(200);
    }

    [Fact]
    public async Task Unary_GzipBomb_IsResourceExhausted()
    {
        var body = RawCall.Frame(Gzip(new byte[500_000]), flag: 1);

        var response = await _call.SendAsync(Unary, body, headers: ("grpc-encoding", "gzip"));

        response.Status.ShouldBe("8");
    }

    [Fact]
    public async Task Unary_CorruptGzip_IsInternal() =>
        (await _call.SendAsync(Unary, RawCall.Frame([1, 2, 3], flag: 1), headers: ("grpc-encoding", "gzip"))).Status.ShouldBe("13");

    [Theory]
    [InlineData("x")]
    [InlineData("123456789S")]
    [InlineData("10Y")]
    [InlineData("-1S")]
    public async Task Unary_MalformedTimeout_IsInternal(string timeout) =>
        (await _call.SendAsync(Unary, Hello, headers: ("grpc-timeout", timeout))).Status.ShouldBe("13");

    [Fact]
    public async Task Unary_DeadlinePasses_IsDeadlineExceededThoughTheHandlerIgnoresIt()
    {
        var body = RawCall.Frame(new EchoRequest { NeverAnswers = true });

        (await _call.SendAsync(Unary, body, headers: ("grpc-timeout", "20m"))).Status.ShouldBe("4");
    }

    [Fact]
    public async Task Unary_HandlerFails_SendsStatusMessageAndTrailersPercentEncoded()
    {
        var request = new EchoRequest { FailWith = 9, FailMessage = "ünfit 100%", Trailers = { ["x-why"] = "because" } };

        var response = await _call.SendAsync(Unary, RawCall.Frame(request));

        response.IsTrailersOnly.ShouldBeTrue();
        response.Status.ShouldBe("9");
        response.Message.ShouldBe("%C3%BCnfit 100%25");
        response.Find("x-why").ShouldBe("because");
    }

    [Fact]
    public async Task Unary_HandlerThrows_IsUnknownWithoutTheText()
    {
        var response = await _call.SendAsync(Unary, RawCall.Frame(new EchoRequest { ThrowException = true }));

        response.Status.ShouldBe("2");
        response.Message!.ShouldNotContain("secret");
    }

    [Fact]
    public async Task ServerStream_FailsAfterMessages_KeepsTheMessagesAndSendsTheStatusInTrailers()
    {
        var response = await _call.SendAsync(ServerStream, RawCall.Frame(new EchoRequest { Repeat = 3, FailWith = 10 }));

        response.IsTrailersOnly.ShouldBeFalse();
        response.Status.ShouldBe("10");
        response.Body.Length.ShouldBeGreaterThan(15);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }
}
