using System.Net;
using System.Runtime.ExceptionServices;
using Grpc.Core;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>A call with its message types: sends requests and receives responses. This part makes the HTTP requests.</summary>
internal sealed partial class ClientCall<TRequest, TResponse>
{
    private const string UserAgent = "grpc-csharp-platform/" + VersionInfo.CurrentVersion;
    private const string PreviousAttemptsHeader = "grpc-previous-rpc-attempts";
    private const string PushbackHeader = "grpc-retry-pushback-ms";

    // Asks for the compression of requests; never sent.
    private const string RequestEncodingKey = "grpc-internal-encoding-request";

    private Task<HttpResponseMessage> SendAsync(IRequestContent content) =>
        Method.Retry is null && !Options.IsWaitForReady && !HasCredentials
            ? Channel.SendAsync(CreateRequest(content.Body, previousAttempts: 0, credentials: null), Token)
            : SendWithPoliciesAsync(content);

    /// <summary>Tries until the response headers of an attempt commit the call, or until nothing allows another attempt.</summary>
    private async Task<HttpResponseMessage> SendWithPoliciesAsync(IRequestContent content)
    {
        var credentials = HasCredentials ? await GetCredentialHeadersAsync() : null;
        var retry = Method.Retry is { } settings ? new RetryDecision(settings, Settings.RetryThrottle) : null;
        var reconnect = new Backoff(Settings.InitialReconnectBackoff, Settings.MaxReconnectBackoff, multiplier: 1.6);
        while (true)
        {
            var attempt = await AttemptAsync(CreateRequest(content.Body, retry?.FailedAttempts ?? 0, credentials));
            if (Options.IsWaitForReady && attempt.Error is not null && StatusMapping.IsConnectFailure(attempt.Error))
            {
                await Task.Delay(reconnect.Next(), Settings.Clock, Token);
                continue;
            }

            var delay = attempt.Failure is { } failure ? retry?.OnFailure(failure, attempt.Pushback, content.CanRepeat) : null;
            if (delay is null)
            {
                content.OnCommitted();
                return attempt.GetResponse();
            }

            attempt.Response?.Dispose();
            ClientLog.Retrying(Channel.Logger, Method.FullName, retry!.FailedAttempts, attempt.Failure!.Value, delay.Value);
            await Task.Delay(delay.Value, Settings.Clock, Token);
        }
    }

    private async Task<Attempt> AttemptAsync(HttpRequestMessage request)
    {
        try
        {
            var response = await Channel.SendAsync(request, Token);
            var status = ResponseMetadata.ReadEarlyStatus(response);
            return new Attempt(
                response,
                Error: null,
                status is null or { StatusCode: StatusCode.OK } ? null : status.Value.StatusCode,
                ResponseMetadata.GetValue(response.Headers, PushbackHeader));
        }
        catch (Exception error) when (!Token.IsCancellationRequested)
        {
            return new Attempt(Response: null, error, StatusMapping.FromException(error).StatusCode, Pushback: null);
        }
    }

    private async Task<Metadata?> GetCredentialHeadersAsync()
    {
        if (!Settings.SendsCallCredentials)
        {
            ClientLog.CredentialsLeftOut(Channel.Logger, Method.FullName);
            return null;
        }

        var credentials = Options.Credentials is { } own ? [.. Settings.CallCredentials, own] : Settings.CallCredentials;
        return await CallCredentialsReader.GetHeadersAsync(
            credentials, new AuthInterceptorContext(Method.ServiceUrl, Method.Name, Token));
    }

    private HttpRequestMessage CreateRequest(HttpContent content, int previousAttempts, Metadata? credentials)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Method.Uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        var headers = request.Headers;
        headers.TryAddWithoutValidation("TE", "trailers");
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        headers.TryAddWithoutValidation(GrpcProtocol.AcceptEncodingHeader, Settings.AcceptEncoding);
        if (RequestCompression is { } compression)
        {
            headers.TryAddWithoutValidation(GrpcProtocol.EncodingHeader, compression.EncodingName);
        }

        if (TimeLeft is { } left)
        {
            headers.TryAddWithoutValidation(GrpcProtocol.TimeoutHeader, GrpcTimeout.Format(left));
        }

        if (previousAttempts > 0)
        {
            headers.TryAddWithoutValidation(PreviousAttemptsHeader, previousAttempts.ToString());
        }

        AddMetadata(request, Options.Headers);
        AddMetadata(request, credentials);
        return request;
    }

    private static void AddMetadata(HttpRequestMessage request, Metadata? metadata)
    {
        for (var i = 0; i < metadata?.Count; i++)
        {
            var entry = metadata[i];
            if (entry.Key != RequestEncodingKey)
            {
                request.Headers.TryAddWithoutValidation(entry.Key, BinaryHeader.ToWire(entry));
            }
        }
    }

    /// <summary>How an attempt went: a response or an error, and the code when it failed.</summary>
    private readonly record struct Attempt(HttpResponseMessage? Response, Exception? Error, StatusCode? Failure, string? Pushback)
    {
        public HttpResponseMessage GetResponse()
        {
            if (Error is not null)
            {
                ExceptionDispatchInfo.Throw(Error);
            }

            return Response!;
        }
    }
}
