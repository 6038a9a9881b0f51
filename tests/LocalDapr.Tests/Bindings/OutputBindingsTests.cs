using System.Text;
using System.Text.Json;
using LocalDapr.Runtime.Bindings;
using LocalDapr.Runtime.Bindings.Outputs;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using Platform.Testing;

namespace LocalDapr.Tests.Bindings;

public sealed class OutputBindingsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task LocalStorage_CreateGetListDelete_RoundTrips()
    {
        var storage = Files();

        await InvokeAsync(storage, "create", "\"Hello World\"", ("fileName", "a/b.txt"));
        await InvokeAsync(storage, "create", "\"aGk=\"", ("fileName", "c.txt"));

        (await TextAsync(storage, "get", ("fileName", "a/b.txt"))).ShouldBe("Hello World");
        (await TextAsync(storage, "get", ("fileName", "c.txt"))).ShouldBe("hi");
        JsonSerializer.Deserialize<string[]>(await TextAsync(storage, "list"))!.Length.ShouldBe(2);
        await InvokeAsync(storage, "delete", "", ("fileName", "c.txt"));
        JsonSerializer.Deserialize<string[]>(await TextAsync(storage, "list"))!.Single().ShouldEndWith("a/b.txt");
    }

    [Fact]
    public async Task LocalStorage_CreateWithoutName_MakesOne()
    {
        var storage = Files();

        var first = JsonDocument.Parse(await TextAsync(storage, "create")).RootElement.GetProperty("fileName").GetString();
        var second = JsonDocument.Parse(await TextAsync(storage, "create")).RootElement.GetProperty("fileName").GetString();

        first.ShouldNotBe(second);
        Guid.TryParse(first, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("link/outside")]
    public async Task LocalStorage_NameThatLeadsOut_IsRefused(string fileName)
    {
        var storage = Files();
        File.CreateSymbolicLink(_folder["files/link"], Path.GetTempPath());

        foreach (var operation in (string[])["create", "get", "delete", "list"])
            await Should.ThrowAsync<DaprException>(() => InvokeAsync(storage, operation, "x", ("fileName", fileName)));

        File.Exists(_folder["outside"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Invoke_WhatDoesNotExist_HasTheDocumentedError()
    {
        var storage = Files();

        foreach (var call in (Func<Task>[])[
            () => storage.InvokeAsync("other", new BindingRequest("get", default, new Dictionary<string, string>()), CancellationToken.None),
            () => InvokeAsync(storage, "jump", ""),
            () => InvokeAsync(storage, "", ""),
            () => InvokeAsync(storage, "get", "", ("fileName", "missing"))])
        {
            var exception = await Should.ThrowAsync<DaprException>(call);
            (exception.Error.Code, exception.Error.HttpStatus).ShouldBe(("ERR_INVOKE_OUTPUT_BINDING", 500));
        }
    }

    [Theory]
    [InlineData("bindings.kafka")]
    [InlineData("bindings.localstorage")]
    [InlineData("bindings.smtp")]
    [InlineData("bindings.http")]
    public void Create_UnknownTypeOrMissingSetting_NamesTheComponent(string type) =>
        Should.Throw<ConfigurationException>(() => Bindings(type)).Message.ShouldStartWith("test.yaml:1: component it");

    [Fact]
    public async Task Http_Post_SendsBodyAndHeadersAndGivesTheStatus()
    {
        await using var server = await HttpEcho.StartAsync();
        var http = Bindings("bindings.http", ("url", server.Url));

        var response = await InvokeAsync(http, "post", "{\"a\":1}", ("path", "/things"), ("X-Mine", "yes"));

        Encoding.UTF8.GetString(response.Data!.Value.Span).ShouldBe("POST /things yes {\"a\":1}");
        response.Metadata!["statusCode"].ShouldBe("200");
        response.Metadata["status"].ShouldBe("200 OK");
    }

    [Fact]
    public async Task Http_AnswerThatIsNoSuccess_FailsUnlessTheRequestAllowsIt()
    {
        await using var server = await HttpEcho.StartAsync();
        var http = Bindings("bindings.http", ("url", server.Url));

        var exception = await Should.ThrowAsync<DaprException>(() => InvokeAsync(http, "get", "", ("path", "fail")));
        var allowed = await InvokeAsync(http, "get", "", ("path", "fail"), ("errorIfNot2XX", "false"));

        exception.Message.ShouldContain("received status code 503");
        allowed.Metadata!["statusCode"].ShouldBe("503");
    }

    [Fact]
    public async Task Smtp_Create_HandsTheMailOver()
    {
        await using var server = SmtpSink.Start();
        var smtp = Bindings("bindings.smtp", ("host", "127.0.0.1"), ("port", $"{server.Port}"), ("user", "u"), ("password", "p"), ("emailFrom", "me@example.com"));

        await InvokeAsync(smtp, "create", "\"<b>Grüße</b>\"", ("emailTo", "a@example.com; b@example.com"), ("emailBCC", "hidden@example.com"), ("subject", "Grüße"));

        server.Recipients.ShouldBe(["<a@example.com>", "<b@example.com>", "<hidden@example.com>"]);
        server.Message.ShouldContain("To: a@example.com,");
        server.Message.ShouldNotContain("hidden@example.com");
        server.Message.ShouldContain($"Subject: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes("Grüße"))}?=");
        server.Message.ShouldContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("<b>Grüße</b>")));
    }

    [Fact]
    public async Task Smtp_LineBreakInTheSubject_AddsNoHeader()
    {
        await using var server = SmtpSink.Start();
        var smtp = Bindings("bindings.smtp", ("host", "127.0.0.1"), ("port", $"{server.Port}"), ("emailFrom", "me@example.com"), ("emailTo", "a@example.com"));

        await InvokeAsync(smtp, "create", "x", ("subject", "hi\r\nX-Evil: 1"));

        server.Message.Split('\n').ShouldNotContain(line => line.StartsWith("X-Evil", StringComparison.Ordinal));
    }

    private OutputBindings Files() => Bindings("bindings.localstorage", ("rootPath", "files"));

    private OutputBindings Bindings(string type, params (string Name, string Value)[] settings) => new(
        [new Component { Name = "it", Type = type, Location = "test.yaml:1", Metadata = settings.ToDictionary(setting => setting.Name, setting => setting.Value) }],
        _folder.Path,
        _http,
        TimeProvider.System);

    private static Task<BindingResponse> InvokeAsync(OutputBindings bindings, string operation, string data, params (string Name, string Value)[] metadata) =>
        bindings.InvokeAsync(
            "it",
            new BindingRequest(operation, Encoding.UTF8.GetBytes(data), metadata.ToDictionary(item => item.Name, item => item.Value)),
            CancellationToken.None);

    private static async Task<string> TextAsync(OutputBindings bindings, string operation, params (string Name, string Value)[] metadata) =>
        Encoding.UTF8.GetString((await InvokeAsync(bindings, operation, "", metadata)).Data!.Value.Span);
}
