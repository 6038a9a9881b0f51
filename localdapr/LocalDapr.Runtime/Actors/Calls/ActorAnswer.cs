using System.Net;
using System.Text;

namespace LocalDapr.Runtime.Actors.Calls;

/// <summary>What an app answered, with its body read.</summary>
internal sealed class ActorAnswer(HttpResponseMessage response, byte[] body) : IDisposable
{
    private const string ReminderCancel = "X-DaprReminderCancel";

    /// <summary>On an answer to a typed proxy of .NET: the method threw.</summary>
    private const string ErrorHeader = "X-DaprErrorResponseHeader";

    private const int MaxDescription = 1024;

    public HttpResponseMessage Response => response;

    public byte[] Body => body;

    public HttpStatusCode Status => response.StatusCode;

    /// <summary>Whether the turn succeeded.</summary>
    public bool IsSuccess => response.IsSuccessStatusCode && !response.Headers.Contains(ErrorHeader);

    /// <summary>Whether a reminder is to end.</summary>
    public bool CancelsReminder => response.Headers.TryGetValues(ReminderCancel, out var values) && values.First() is "true" or "1";

    /// <summary>Says why an answer is a failure.</summary>
    public string Describe(string method)
    {
        if (Status == HttpStatusCode.NotFound)
            return $"actor method not found: {method}";
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MaxDescription)));
        return $"error from actor service: ({(int)Status}) {text}";
    }

    public void Dispose() => response.Dispose();
}
