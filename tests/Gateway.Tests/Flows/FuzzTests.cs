using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Platform.Testing;

namespace Gateway.Tests.Flows;

/// <summary>Whatever comes in by the public port gets its documented answer. The fixture fails when any of it is logged as an error.</summary>
public sealed class FuzzTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private const string Valid = """{"longUrl":"https://example.com/a?b=c","alias":"fuzz","ttl":"3600s","maxVisits":"3","expireTime":null}""";
    private const int Cases = 200;

    // What README.md lists for requests that a client got wrong.
    private static readonly HashSet<string> DocumentedReasons =
    [
        "ROUTE_NOT_FOUND", "METHOD_NOT_ALLOWED", "MALFORMED_PATH", "URI_TOO_LONG", "MALFORMED_JSON", "INVALID_REQUEST", "INVALID_ARGUMENT",
        "UNSUPPORTED_MEDIA_TYPE", "REQUEST_TOO_LARGE", "BAD_REQUEST", "ALIAS_TAKEN", "REQUEST_ID_REUSED", "LINK_NOT_FOUND", "BLOB_LINK_INVALID",
    ];

    [Fact]
    public void Post_JsonWithAnyDamage_IsAnsweredOrRefused() =>
        AsyncProperty.Holds(Damaged(Encoding.UTF8.GetBytes(Valid)), async body => ShouldBeAnswer(await PostAsync(body, "application/json")), Cases);

    [Fact]
    public void Post_UnknownField_IsNamed() =>
        AsyncProperty.Holds(
            ArbMap.Default.GeneratorFor<NonEmptyString>().Select(name => "x" + name.Get),
            async name =>
            {
                var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["longUrl"] = "https://example.com", [name] = "?" });

                var answer = await PostAsync(body, "application/json");

                answer.Status.ShouldBe(400, name);
                answer.Reason.ShouldBeOneOf("INVALID_REQUEST", "MALFORMED_JSON");
            },
            Cases);

    [Fact]
    public void Post_OtherContentType_IsRefused() =>
        AsyncProperty.Holds(
            Gen.Elements("text/plain", "text/json2", "application/xml", "multipart/form-data; boundary=x", "application/grpc", "application/json; charset=latin1", "*/*", ";", "json"),
            async contentType => (await PostAsync(Encoding.UTF8.GetBytes(Valid), contentType)).ShouldBe(new Answer(415, "UNSUPPORTED_MEDIA_TYPE", "")),
            cases: 30);

    [Fact]
    public void Post_BodyOverTheLimit_IsRefused() =>
        AsyncProperty.Holds(
            Gen.Choose(100_001, 3_000_000),
            async size => (await PostAsync(new byte[size], "application/json")).ShouldBe(new Answer(413, "REQUEST_TOO_LARGE", "")),
            cases: 20);

    [Fact]
    public void Get_PathOverTheLimit_IsRefused() =>
        AsyncProperty.Holds(
            Gen.Choose(8_192, 60_000),
            async length => (await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/" + new string('a', length)))).ShouldBe(new Answer(414, "URI_TOO_LONG", "")),
            cases: 20);

    [Fact]
    public void Post_UrlOfAnotherScheme_NamesTheField() =>
        AsyncProperty.Holds(
            Gen.Elements("javascript:", "JavaScript:", " javascript:", "data:text/html,", "vbscript:", "file:///", "ftp://", "//", "https:", "httpx://", "java\tscript:", "")
                .SelectMany(scheme => ArbMap.Default.GeneratorFor<NonNull<string>>().Select(rest => scheme + rest.Get))
                .Where(url => !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)),
            async url => (await CreateAsync(url)).ShouldBe(new Answer(400, "INVALID_ARGUMENT", "longUrl")),
            Cases);

    [Fact]
    public void Post_LinkToTheShortenerItself_NamesTheField() =>
        AsyncProperty.Holds(
            OwnUrls(),
            async url => (await CreateAsync(url)).ShouldBe(new Answer(400, "INVALID_ARGUMENT", "longUrl"), url),
            Cases);

    [Fact]
    public void Get_AnyQuery_IsAnsweredOrRefused() =>
        AsyncProperty.Holds(
            Damaged("pageSize=10&pageToken=AAAA&longUrl=https%3A%2F%2Fexample.com%2F&requestId=x"u8.ToArray()),
            async query => ShouldBeAnswer(await SendRawAsync("GET /v1/links?" + Visible(query) + " HTTP/1.1")),
            Cases);

    [Fact]
    public void Send_AnyRequestLine_IsAnsweredOrRefused() =>
        AsyncProperty.Holds(
            Damaged("POST /v1/links/fuzz:undelete?a=%41#x HTTP/1.1"u8.ToArray()),
            async line =>
            {
                var answer = await SendRawAsync(Visible(line));

                // Kestrel answers what is no HTTP/1.1 by itself.
                if (answer.Status != 505) ShouldBeAnswer(answer);
            },
            Cases);

    [Fact]
    public void Post_AnyIdempotencyKey_IsTakenOrRefused() =>
        AsyncProperty.Holds(
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(key => new string([.. key.Get.Where(c => c is >= ' ' and <= '~')])),
            async key =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/links") { Content = JsonBody(Encoding.UTF8.GetBytes("""{"longUrl":"https://example.com"}""")) };
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);

                ShouldBeAnswer(await SendAsync(request));
            },
            Cases);

    private static void ShouldBeAnswer(Answer answer)
    {
        answer.Status.ShouldBeInRange(200, 499);
        if (answer.Status >= 400)
        {
            DocumentedReasons.ShouldContain(answer.Reason);
        }
    }

    /// <summary>Bytes with a few of them cut out, doubled or replaced.</summary>
    private static Gen<byte[]> Damaged(byte[] whole) =>
        from start in Gen.Choose(0, whole.Length - 1)
        from length in Gen.Choose(0, 8)
        from instead in ArbMap.Default.GeneratorFor<byte[]>()
        select (byte[])[.. whole[..start], .. instead, .. whole[Math.Min(whole.Length, start + length)..]];

    /// <summary>The many ways to write the host that short links are on.</summary>
    private static Gen<string> OwnUrls() =>
        from scheme in Gen.Elements("http://", "HTTP://", "hTTp://")
        from user in Gen.Elements("", "user@", "user:pass@", "example.com@", "a@b@")
        from host in Gen.Elements(
            "localhost:8080", "LocalHost:8080", "localhost.:8080", "%6cocalhost:8080", "local%48ost:8080", "localhost:08080",
            "127.0.0.1:8080", "127.1:8080", "2130706433:8080", "0x7f000001:8080", "0177.0.0.1:8080", "127.8.9.10:8080", "0.0.0.0:8080",
            "[::1]:8080", "[0:0:0:0:0:0:0:1]:8080", "[::ffff:127.0.0.1]:8080", "sho.rt", "SHO.RT", "sho.rt:80", "sho.rt.:80", "sho%2Ert")
        from rest in Gen.Elements("", "/", "/abc", "?a", "#b", "\\c", "/https://example.com")
        select scheme + user + host + rest;

    private static string Visible(byte[] bytes) => new([.. bytes.Select(b => (char)b).Where(c => c is >= ' ' and <= '~')]);

    private static ByteArrayContent JsonBody(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private Task<Answer> CreateAsync(string url) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/links") { Content = JsonBody(JsonSerializer.SerializeToUtf8Bytes(new { longUrl = url })) });

    private Task<Answer> PostAsync(byte[] body, string contentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/links") { Content = content });
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await platform.Client.SendAsync(request);
            return Read((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
        }
    }

    // What HttpClient would repair or refuse, such as a broken request line.
    private async Task<Answer> SendRawAsync(string line)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, platform.Client.BaseAddress!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{line}\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var response = await reader.ReadToEndAsync();
        var end = response.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var isProblem = response[..end].Contains("application/problem+json", StringComparison.Ordinal);
        return Read(int.Parse(response.Split(' ')[1], CultureInfo.InvariantCulture), isProblem ? "application/problem+json" : null, response[(end + 4)..]);
    }

    // Chunked bodies begin with a line of their length; problems are never chunked.
    private static Answer Read(int status, string? mediaType, string body)
    {
        if (mediaType != "application/problem+json")
        {
            return new Answer(status, status == 400 ? "BAD_REQUEST" : "", "");
        }

        var problem = JsonDocument.Parse(body).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        var field = problem.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("field").GetString()! : "";
        return new Answer(status, problem.GetProperty("reason").GetString()!, field);
    }

    private sealed record Answer(int Status, string Reason, string Field);
}
