using System.Net.Http.Headers;
using LocalDapr.Runtime.Actors.Hosting;

namespace LocalDapr.Runtime.Actors.Calls;

/// <summary>The requests of the actors protocol to an app.</summary>
internal static class ActorChannel
{
    public const string ReentrancyHeader = "Dapr-Reentrancy-Id";

    /// <summary>Sends a call and reads all of its answer.</summary>
    /// <param name="instance">The instance that has the actor.</param>
    /// <param name="call">The call.</param>
    /// <param name="chain">The chain of calls to tell the app; null for none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="HttpRequestException">The app does not take the request, or breaks off.</exception>
    public static async Task<ActorAnswer> SendAsync(this ActorInstance instance, ActorCall call, string? chain, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, PathOf(instance, call.Key, "/method/" + call.Path + call.Query))
        {
            Content = new ReadOnlyMemoryContent(call.Body),
        };
        if (call.ContentType is not null)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(call.ContentType);
        call.AddHeaders?.Invoke(request, instance.Sidecar.AppId);
        request.Headers.Remove(ReentrancyHeader);
        if (chain is not null)
            request.Headers.TryAddWithoutValidation(ReentrancyHeader, chain);
        var response = await instance.Sidecar.Channel.SendAsync(request, cancellationToken);
        try
        {
            return new ActorAnswer(response, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Tells an app to drop an actor; gives the status of its answer.</summary>
    /// <exception cref="HttpRequestException">The app does not take the request, or breaks off.</exception>
    public static async Task<int> DeactivateAsync(this ActorInstance instance, ActorKey key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, PathOf(instance, key, ""));
        using var response = await instance.Sidecar.Channel.SendAsync(request, cancellationToken);
        return (int)response.StatusCode;
    }

    private static Uri PathOf(ActorInstance instance, ActorKey key, string rest) => new(
        instance.Sidecar.Channel.Address, $"actors/{Uri.EscapeDataString(key.Type)}/{Uri.EscapeDataString(key.Id)}{rest}");
}
