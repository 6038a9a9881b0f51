using System.Globalization;
using System.Net.Mail;
using System.Text;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.PubSub;

namespace LocalDapr.Runtime.Bindings.Outputs;

/// <summary><c>bindings.smtp</c>: sends mail. What the component does not say, each request may, and the request wins.</summary>
internal sealed class SmtpBinding : IOutputBinding
{
    private readonly Component _component;
    private readonly SmtpServer _server;
    private readonly TimeProvider _time;

    public SmtpBinding(Component component, TimeProvider time)
    {
        (_component, _time) = (component, time);
        var (user, password) = (component.Setting("user") ?? "", component.Setting("password") ?? "");
        if (user.Length > 0 != password.Length > 0)
            throw component.Invalid("user and password go together");
        _server = new SmtpServer(
            component.Setting("host") is { Length: > 0 } host ? host : throw component.Invalid("host is missing"),
            int.TryParse(component.Setting("port"), out var port) && port is > 0 and <= ushort.MaxValue ? port : throw component.Invalid("port must be from 1 to 65535"),
            user,
            password,
            component.Metadata.IsTrue("skipTLSVerify"));
    }

    public IReadOnlyList<string> Operations { get; } = ["create"];

    public async Task<BindingResponse> InvokeAsync(BindingRequest request, CancellationToken cancellationToken)
    {
        string? Setting(string name) => request.Option(name) ?? (_component.Setting(name) is { Length: > 0 } value ? value : null);
        string Required(string name) => Setting(name) ?? throw new BindingException($"{name} is neither in the component nor in the request");

        var mail = new Mail(
            Addresses(Required("emailFrom"))[0],
            Addresses(Required("emailTo")),
            Addresses(Setting("emailCC")),
            Addresses(Setting("emailBCC")),
            Required("subject"),
            Priority(Setting("priority")),
            Encoding.UTF8.GetString(BindingData.Unquote(request.Data).Span));
        try
        {
            await SmtpClient.SendAsync(_server, mail, _time.GetUtcNow(), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException)
        {
            throw new BindingException($"the mail was not sent: {exception.Message}", exception);
        }

        return BindingResponse.Empty;
    }

    private static List<MailAddress> Addresses(string? list)
    {
        try
        {
            return [.. (list ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(address => new MailAddress(address))];
        }
        catch (FormatException exception)
        {
            throw new BindingException($"'{list}' is not a list of mail addresses", exception);
        }
    }

    private static int Priority(string? text) =>
        text is null ? 3
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var priority) && priority is >= 1 and <= 5 ? priority
        : throw new BindingException("priority must be from 1 to 5");
}

/// <summary>Where mail is handed over.</summary>
internal sealed record SmtpServer(string Host, int Port, string User, string Password, bool SkipTlsVerify);

/// <summary>One HTML mail.</summary>
internal sealed record Mail(
    MailAddress From,
    IReadOnlyList<MailAddress> To,
    IReadOnlyList<MailAddress> Cc,
    IReadOnlyList<MailAddress> Bcc,
    string Subject,
    int Priority,
    string Html)
{
    public IEnumerable<MailAddress> Recipients => To.Concat(Cc).Concat(Bcc);

    /// <summary>The message by RFC 5322, in ASCII: headers as encoded words (RFC 2047), the body in Base64 (RFC 2045).</summary>
    public string Format(DateTimeOffset date)
    {
        var text = new StringBuilder();
        void Header(string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");

        Header("Date", date.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture));
        Header("Message-ID", $"<{Guid.NewGuid():N}@{From.Host}>");
        Header("From", Format([From]));
        Header("To", Format(To));
        if (Cc.Count > 0)
            Header("Cc", Format(Cc));
        Header("Subject", EncodeWords(Subject));
        Header("X-Priority", Priority.ToString(CultureInfo.InvariantCulture));
        Header("MIME-Version", "1.0");
        Header("Content-Type", "text/html; charset=utf-8");
        Header("Content-Transfer-Encoding", "base64");
        text.Append("\r\n").Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(Html), Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
        return text.ToString();
    }

    private static string Format(IReadOnlyList<MailAddress> addresses) => string.Join(",\r\n ", addresses.Select(address =>
        address.DisplayName.Length == 0 ? address.Address : $"{EncodeWords(address.DisplayName, isPhrase: true)} <{address.Address}>"));

    /// <summary>An encoded word has at most 75 characters: 36 bytes of text leave room for the rest. Also keeps line breaks out of headers.</summary>
    private static string EncodeWords(string text, bool isPhrase = false)
    {
        if (text.Length < 60 && text.All(character => char.IsAsciiLetterOrDigit(character) || character == ' ' || (!isPhrase && character is > ' ' and < '\x7f' and not '=')))
            return text;
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(word.ToString()) + rune.Utf8SequenceLength > 36)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            word.Append(rune);
        }

        words.Add(word.ToString());
        return string.Join("\r\n ", words.Select(part => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(part))}?="));
    }
}
