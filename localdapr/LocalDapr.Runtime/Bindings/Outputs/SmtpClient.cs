using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace LocalDapr.Runtime.Bindings.Outputs;

/// <summary>
/// Hands a mail to a server by SMTP (RFC 5321): TLS from the start on port 465, else STARTTLS (RFC 3207) if the server
/// offers it, and AUTH PLAIN (RFC 4616). A password is never sent in clear, but to this machine.
/// </summary>
internal sealed class SmtpClient : IAsyncDisposable
{
    private const int ImplicitTlsPort = 465;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly SmtpServer _server;
    private Stream _stream;
    private StreamReader _reader;

    private SmtpClient(SmtpServer server, Stream stream)
    {
        _server = server;
        _stream = stream;
        _reader = new StreamReader(stream, Encoding.Latin1);
    }

    /// <exception cref="IOException">The server refused, or the connection broke.</exception>
    public static async Task SendAsync(SmtpServer server, Mail mail, DateTimeOffset date, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(server.Host, server.Port, timeout.Token);
            await using var client = new SmtpClient(server, connection.GetStream());
            await client.OpenAsync(((System.Net.IPEndPoint)connection.Client.RemoteEndPoint!).Address, timeout.Token);
            await client.TransferAsync(mail, date, timeout.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("the mail server did not answer in time", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
    }

    private async Task OpenAsync(System.Net.IPAddress address, CancellationToken cancellationToken)
    {
        if (_server.Port == ImplicitTlsPort)
            await UseTlsAsync(cancellationToken);
        await ExpectAsync(220, cancellationToken);
        var extensions = await CommandAsync("EHLO localhost", 250, cancellationToken);
        if (_stream is not SslStream && extensions.Contains("STARTTLS"))
        {
            await CommandAsync("STARTTLS", 220, cancellationToken);
            await UseTlsAsync(cancellationToken);
            extensions = await CommandAsync("EHLO localhost", 250, cancellationToken);
        }

        if (_server.User.Length == 0)
            return;
        if (_stream is not SslStream && !System.Net.IPAddress.IsLoopback(address))
            throw new IOException("the mail server offers no TLS, so the password is not sent");
        if (!extensions.Exists(extension => extension.StartsWith("AUTH ", StringComparison.Ordinal) && extension.Contains("PLAIN", StringComparison.Ordinal)))
            throw new IOException("the mail server does not offer AUTH PLAIN");
        var credentials = Encoding.UTF8.GetBytes($"\0{_server.User}\0{_server.Password}");
        await CommandAsync($"AUTH PLAIN {Convert.ToBase64String(credentials)}", 235, cancellationToken);
    }

    private async Task TransferAsync(Mail mail, DateTimeOffset date, CancellationToken cancellationToken)
    {
        await CommandAsync($"MAIL FROM:<{mail.From.Address}>", 250, cancellationToken);
        foreach (var recipient in mail.Recipients)
            await CommandAsync($"RCPT TO:<{recipient.Address}>", 250, cancellationToken);
        await CommandAsync("DATA", 354, cancellationToken);
        // No line starts with a dot: headers start with a name or a blank, Base64 has no dots.
        await CommandAsync(mail.Format(date) + ".", 250, cancellationToken);
        await CommandAsync("QUIT", 221, cancellationToken);
    }

    private async Task UseTlsAsync(CancellationToken cancellationToken)
    {
        var tls = new SslStream(_stream);
        _stream = tls;
        var options = new SslClientAuthenticationOptions { TargetHost = _server.Host };
        options.RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None || _server.SkipTlsVerify;
        await tls.AuthenticateAsClientAsync(options, cancellationToken);
        _reader = new StreamReader(tls, Encoding.Latin1);
    }

    private async Task<List<string>> CommandAsync(string line, int expected, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken);
        return await ExpectAsync(expected, cancellationToken);
    }

    /// <summary>Reads a reply, which may have several lines, and gives their texts.</summary>
    private async Task<List<string>> ExpectAsync(int expected, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        while (await _reader.ReadLineAsync(cancellationToken) is { Length: >= 3 } line)
        {
            texts.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length > 3 && line[3] == '-')
                continue;
            if (!int.TryParse(line.AsSpan(0, 3), out var code) || code != expected)
                throw new IOException($"the mail server answered {line}");
            return texts;
        }

        throw new IOException("the mail server closed the connection");
    }
}
