using System.Text;
using Platform.Testing;

namespace LocalDapr.Http2.Tests;

/// <summary>Requests and answers in few words. Each wait has an end.</summary>
internal static class Calls
{
    public static readonly Uri Address = new("http://app.test/path?query=1");

    public static HttpRequestMessage Get() => new(HttpMethod.Get, Address);

    public static HttpRequestMessage Post(HttpContent content) => new(HttpMethod.Post, Address) { Content = content };

    public static Task<HttpResponseMessage> GetAsync(this HttpMessageInvoker client, CancellationToken cancellationToken = default) =>
        client.CallAsync(Get(), cancellationToken);

    public static Task<HttpResponseMessage> PostAsync(this HttpMessageInvoker client, HttpContent content, CancellationToken cancellationToken = default) =>
        client.CallAsync(Post(content), cancellationToken);

    public static Task<HttpResponseMessage> CallAsync(
        this HttpMessageInvoker client, HttpRequestMessage request, CancellationToken cancellationToken = default) =>
        client.SendAsync(request, cancellationToken).WaitAsync(Eventually.Patience, CancellationToken.None);

    /// <summary>The body of an answer.</summary>
    public static async Task<byte[]> BytesAsync(this Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        return await response.Content.ReadAsByteArrayAsync().WaitAsync(Eventually.Patience);
    }

    /// <inheritdoc cref="BytesAsync" />
    public static async Task<string> TextAsync(this Task<HttpResponseMessage> answer) => Encoding.UTF8.GetString(await answer.BytesAsync());
}
