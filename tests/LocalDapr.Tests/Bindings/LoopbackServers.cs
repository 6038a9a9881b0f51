using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Tests.Bindings;

/// <summary>Answers with what it was asked; 503 at /fail.</summary>
internal sealed class HttpEcho : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HttpEcho(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<HttpEcho> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Map("/{**path}", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            context.Response.StatusCode = context.Request.Path == "/fail" ? 503 : 200;
            await context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path} {context.Request.Headers["X-Mine"]} {body}");
        });
        await app.StartAsync();
        return new HttpEcho(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Takes one mail by SMTP.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    private SmtpSink()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public List<string> Recipients { get; } = [];

    public string Message { get; private set; } = "";

    public static SmtpSink Start() => new();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var connection = await _listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII);
            await using var writer = new StreamWriter(connection.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 ready");
            while (await reader.ReadLineAsync() is { } line)
                await writer.WriteLineAsync(await AnswerAsync(line, reader, writer));
        }
        catch (SocketException)
        {
            // Stopped before anybody came.
        }
    }

    private async Task<string> AnswerAsync(string line, StreamReader reader, StreamWriter writer)
    {
        switch (line.Split(' ', ':')[0])
        {
            case "EHLO":
                return "250-hello\r\n250 AUTH PLAIN LOGIN";
            case "AUTH":
                return line == $"AUTH PLAIN {Convert.ToBase64String("\0u\0p"u8)}" ? "235 welcome" : "535 no";
            case "RCPT":
                Recipients.Add(line[8..]);
                return "250 ok";
            case "DATA":
                await writer.WriteLineAsync("354 go on");
                var message = new StringBuilder();
                while (await reader.ReadLineAsync() is { } text && text != ".")
                    message.Append(text).Append('\n');
                Message = message.ToString();
                return "250 taken";
            case "QUIT":
                return "221 bye";
            default:
                return "250 ok";
        }
    }
}
