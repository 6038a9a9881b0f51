using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.Compression;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>The options of a channel as its calls use them: checked once, copied, with everything derived that can be.</summary>
internal sealed class ChannelSettings
{
    private readonly Dictionary<(string Service, string Method), RetrySettings> _retries = [];

    public ChannelSettings(Uri address, GrpcChannelOptions options)
    {
        MaxSendMessageSize = options.MaxSendMessageSize;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        CompressionProviders = options.CompressionProviders?.ToArray()
            ?? [new GzipCompressionProvider(System.IO.Compression.CompressionLevel.Fastest)];
        AcceptEncoding = string.Join(',', [GrpcProtocol.IdentityEncoding, .. CompressionProviders.Select(provider => provider.EncodingName)]);
        ThrowOperationCanceled = options.ThrowOperationCanceledOnCancellation;
        InitialReconnectBackoff = options.InitialReconnectBackoff;
        MaxReconnectBackoff = options.MaxReconnectBackoff ?? TimeSpan.MaxValue;
        Clock = options.ServiceProvider?.GetService(typeof(TimeProvider)) as TimeProvider ?? TimeProvider.System;
        RetryBuffer = new RetryBuffer(options.MaxRetryBufferSize, options.MaxRetryBufferPerCallSize);

        var credentials = new ChannelCredentialsReader(options.Credentials, isSecure: address.Scheme == Uri.UriSchemeHttps);
        CallCredentials = credentials.CallCredentials;
        SendsCallCredentials = credentials.IsSecure || options.UnsafeUseInsecureChannelCallCredentials;
        ReadServiceConfig(options);
    }

    public int? MaxSendMessageSize { get; }

    public int? MaxReceiveMessageSize { get; }

    public IReadOnlyList<ICompressionProvider> CompressionProviders { get; }

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public string AcceptEncoding { get; }

    public bool ThrowOperationCanceled { get; }

    public TimeSpan InitialReconnectBackoff { get; }

    public TimeSpan MaxReconnectBackoff { get; }

    public TimeProvider Clock { get; }

    public RetryBuffer RetryBuffer { get; }

    public RetryThrottle? RetryThrottle { get; private set; }

    /// <summary>Credentials that every call carries.</summary>
    public IReadOnlyList<CallCredentials> CallCredentials { get; }

    /// <summary>False over connections without TLS: credentials would be readable on the way.</summary>
    public bool SendsCallCredentials { get; }

    /// <summary>How a method is retried, by the most specific name that matches; null when it is not.</summary>
    public RetrySettings? FindRetry(IMethod method) =>
        _retries.GetValueOrDefault((method.ServiceName, method.Name))
        ?? _retries.GetValueOrDefault((method.ServiceName, ""))
        ?? _retries.GetValueOrDefault(("", ""));

    private void ReadServiceConfig(GrpcChannelOptions options)
    {
        if (options.ServiceConfig is not { } config)
        {
            return;
        }

        if (config.RetryThrottling is { } throttling)
        {
            RetryThrottle = new RetryThrottle(
                throttling.MaxTokens ?? throw new InvalidOperationException("Retry throttling needs MaxTokens."),
                throttling.TokenRatio ?? throw new InvalidOperationException("Retry throttling needs TokenRatio."));
        }

        foreach (var method in config.MethodConfigs)
        {
            if (method.RetryPolicy is not { } policy)
            {
                continue;
            }

            var settings = RetrySettings.Create(policy, options.MaxRetryAttempts);
            foreach (var name in method.Names)
            {
                AddRetry(name, settings);
            }
        }
    }

    private void AddRetry(MethodName name, RetrySettings settings)
    {
        var key = (name.Service ?? "", name.Method ?? "");
        if (key.Item1.Length == 0 && key.Item2.Length > 0)
        {
            throw new InvalidOperationException($"The method name '{key.Item2}' has no service.");
        }

        if (!_retries.TryAdd(key, settings))
        {
            throw new InvalidOperationException($"The service config names '{key.Item1}/{key.Item2}' more than once.");
        }
    }
}
