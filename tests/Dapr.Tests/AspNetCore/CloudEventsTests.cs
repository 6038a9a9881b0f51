using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Dapr.Tests.AspNetCore;

public sealed class CloudEventsTests
{
    private const string CloudEventMediaType = "application/cloudevents+json";

    [Theory]
    [InlineData("""{"data":{"a":1}}""", "application/json", """{"a":1}""")]
    [InlineData("""{"data":"text"}""", "application/json", "\"text\"")]
    [InlineData("""{"data":"te\"xt","datacontenttype":"text/plain; charset=latin1"}""", "text/plain", "te\"xt")]
    [InlineData("""{"data":"text","datacontenttype":"application/vnd.x+json"}""", "application/vnd.x+json", "\"text\"")]
    [InlineData("""{"data":[1.0, 2],"datacontenttype":"text/plain"}""", "text/plain", "[1.0, 2]")]
    [InlineData("""{"data_base64":"aGk=","datacontenttype":"application/octet-stream"}""", "application/octet-stream", "hi")]
    [InlineData("""{"Data":1,"DataContentType":"application/json"}""", "application/json", "1")]
    [InlineData("""{"type":"x"}""", "", "")]
    public async Task UseCloudEvents_Event_IsUnwrapped(string cloudEvent, string contentType, string body)
    {
        var response = await PostAsync(cloudEvent, CloudEventMediaType);

        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldBe($"{contentType}|{Encoding.UTF8.GetByteCount(body)}|{body}");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"data":1,"data_base64":"aGk="}""")]
    [InlineData("""{"data_base64":"not base64"}""")]
    [InlineData("""{"data_base64":7}""")]
    public async Task UseCloudEvents_MalformedEvent_Is400(string cloudEvent) =>
        (await PostAsync(cloudEvent, CloudEventMediaType)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/cloudevents-batch+json")]
    public async Task UseCloudEvents_OtherMediaType_IsLeftAlone(string mediaType)
    {
        var response = await PostAsync("""{"data":1}""", mediaType);

        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldEndWith("""{"data":1}""");
    }

    [Fact]
    public async Task UseCloudEvents_OtherCharset_IsDecoded()
    {
        var response = await PostAsync("""{"data":"é","datacontenttype":"text/plain"}""", CloudEventMediaType, Encoding.Unicode);

        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("text/plain|2|é");
    }

    [Fact]
    public async Task UseCloudEvents_TextDecodingSuppressed_KeepsTheJsonString()
    {
        var options = new CloudEventsMiddlewareOptions { SuppressJsonDecodingOfTextPayloads = true };

        var response = await PostAsync("""{"data":"a","datacontenttype":"text/plain"}""", CloudEventMediaType, options: options);

        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("text/plain|3|\"a\"");
    }

    [Theory]
    [InlineData(null, null, "id,source,type")]
    [InlineData("id", null, "id")]
    [InlineData(null, "id", "source,type")]
    public async Task UseCloudEvents_ForwardingAttributes_AddsHeaders(string? included, string? excluded, string expected)
    {
        var options = new CloudEventsMiddlewareOptions
        {
            ForwardCloudEventPropertiesAsHeaders = true,
            IncludedCloudEventPropertiesAsHeaders = included is null ? null : [included],
            ExcludedCloudEventPropertiesFromHeaders = excluded is null ? null : [excluded],
        };

        var response = await PostAsync(
            """{"id":"1","source":"s","type":"t","data":1,"pubsubname":"p"}""", CloudEventMediaType, options: options);

        response.Headers.GetValues("x-attributes").ShouldHaveSingleItem().ShouldBe(expected);
    }

    private static async Task<HttpResponseMessage> PostAsync(
        string body, string mediaType, Encoding? encoding = null, CloudEventsMiddlewareOptions? options = null)
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.UseCloudEvents(options ?? new CloudEventsMiddlewareOptions());
            app.MapPost("/", EchoAsync);
        });
        using var content = new ByteArrayContent((encoding ?? Encoding.UTF8).GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType) { CharSet = encoding?.WebName };
        return await app.Client.PostAsync("/", content, TestContext.Current.CancellationToken);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        const string prefix = "Cloudevent.";
        var attributes = context.Request.Headers.Keys
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]).Order();
        context.Response.Headers["x-attributes"] = string.Join(',', attributes);
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        await context.Response.WriteAsync($"{context.Request.ContentType}|{context.Request.ContentLength}|{body}");
    }
}
