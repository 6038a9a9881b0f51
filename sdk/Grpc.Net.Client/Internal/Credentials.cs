using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Takes channel credentials apart, and checks that they fit the address.</summary>
internal sealed class ChannelCredentialsReader : ChannelCredentialsConfiguratorBase
{
    private readonly List<CallCredentials> _callCredentials = [];
    private bool? _isSecure;

    public ChannelCredentialsReader(ChannelCredentials? credentials, bool isSecure)
    {
        IsSecure = isSecure;
        credentials?.InternalPopulateConfiguration(this, this);
        if (_isSecure is { } expected && expected != isSecure)
        {
            throw new InvalidOperationException(
                isSecure
                    ? "Insecure channel credentials do not fit an https address."
                    : "SSL channel credentials do not fit an http address.");
        }
    }

    /// <summary>Whether the connections use TLS.</summary>
    public bool IsSecure { get; }

    public IReadOnlyList<CallCredentials> CallCredentials => _callCredentials;

    public override void SetInsecureCredentials(object state) => _isSecure = false;

    public override void SetSslCredentials(
        object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback)
    {
        if (rootCertificates is not null || keyCertificatePair is not null || verifyPeerCallback is not null)
        {
            throw new InvalidOperationException("Certificates are configured on the HttpHandler of the channel, not on SslCredentials.");
        }

        _isSecure = true;
    }

    public override void SetCompositeCredentials(object state, ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        channelCredentials.InternalPopulateConfiguration(this, state);
        _callCredentials.Add(callCredentials);
    }
}

/// <summary>Takes call credentials apart into the functions that add headers, in order.</summary>
internal sealed class CallCredentialsReader : CallCredentialsConfiguratorBase
{
    private readonly List<AsyncAuthInterceptor> _interceptors = [];

    /// <summary>The headers of all the credentials for one call.</summary>
    public static async Task<Metadata> GetHeadersAsync(IEnumerable<CallCredentials> credentials, AuthInterceptorContext context)
    {
        var reader = new CallCredentialsReader();
        foreach (var credential in credentials)
        {
            credential.InternalPopulateConfiguration(reader, state: null);
        }

        var headers = new Metadata();
        foreach (var interceptor in reader._interceptors)
        {
            await interceptor(context, headers);
        }

        return headers;
    }

    public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
    {
        foreach (var credential in credentials)
        {
            credential.InternalPopulateConfiguration(this, state);
        }
    }

    public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) =>
        _interceptors.Add(interceptor);
}
