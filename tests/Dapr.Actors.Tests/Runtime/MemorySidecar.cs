using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Dapr.Actors.Tests.Runtime;

/// <summary>The state part of a sidecar's actors API in memory. Keys are those of the URL, values JSON.</summary>
internal sealed class MemorySidecar : HttpMessageHandler
{
    public ConcurrentDictionary<string, string> State { get; } = new();

    /// <summary>The transactions that came, as their JSON.</summary>
    public List<string> Transactions { get; } = [];

    public int Reads { get; private set; }

    /// <summary>What to answer instead; null to do the work.</summary>
    public HttpResponseMessage? Refusal { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Refusal is not null)
            return Refusal;
        var name = request.RequestUri!.Segments[^1];
        if (request.Method == HttpMethod.Get)
        {
            Reads++;
            return State.TryGetValue(name, out var value)
                ? new HttpResponseMessage { Content = new StringContent(value) }
                : new HttpResponseMessage(HttpStatusCode.NoContent);
        }

        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        Transactions.Add(body);
        foreach (var operation in JsonDocument.Parse(body).RootElement.EnumerateArray())
            Apply(operation.GetProperty("operation").GetString()!, operation.GetProperty("request"));
        return new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    private void Apply(string operation, JsonElement request)
    {
        var key = request.GetProperty("key").GetString()!;
        if (operation == "upsert")
            State[key] = request.GetProperty("value").GetRawText();
        else
            State.TryRemove(key, out _);
    }
}
