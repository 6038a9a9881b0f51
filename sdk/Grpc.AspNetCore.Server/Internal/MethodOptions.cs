using System.IO.Compression;
using Grpc.Net.Compression;
using Grpc.Shared;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The options of a service's methods: the service's own, then those of all services. Made once per service.</summary>
internal sealed class MethodOptions
{
    private MethodOptions(GrpcServiceOptions global, GrpcServiceOptions service)
    {
        CompressionProviders = [.. service.CompressionProviders.Concat(global.CompressionProviders).DistinctBy(provider => provider.EncodingName)];
        AcceptEncoding = string.Join(',', CompressionProviders.Select(provider => provider.EncodingName).Prepend("identity"));
        Interceptors = [.. global.Interceptors, .. service.Interceptors];
        MaxSendMessageSize = service.MaxSendMessageSizeSpecified ? service.MaxSendMessageSize : global.MaxSendMessageSize;
        MaxReceiveMessageSize = (service.MaxReceiveMessageSizeSpecified, global.MaxReceiveMessageSizeSpecified) switch
        {
            (true, _) => service.MaxReceiveMessageSize,
            (_, true) => global.MaxReceiveMessageSize,
            _ => GrpcProtocol.DefaultMaxReceiveMessageSize,
        };
        EnableDetailedErrors = service.EnableDetailedErrors ?? global.EnableDetailedErrors ?? false;
        ResponseCompressionAlgorithm = service.ResponseCompressionAlgorithm ?? global.ResponseCompressionAlgorithm;
        ResponseCompressionLevel = service.ResponseCompressionLevel ?? global.ResponseCompressionLevel;
        IgnoreUnknownServices = service.IgnoreUnknownServices ?? global.IgnoreUnknownServices ?? false;
    }

    public IReadOnlyList<ICompressionProvider> CompressionProviders { get; }

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public string AcceptEncoding { get; }

    public IReadOnlyList<InterceptorRegistration> Interceptors { get; }

    public int? MaxSendMessageSize { get; }

    public int? MaxReceiveMessageSize { get; }

    public bool EnableDetailedErrors { get; }

    public string? ResponseCompressionAlgorithm { get; }

    public CompressionLevel? ResponseCompressionLevel { get; }

    public bool IgnoreUnknownServices { get; }

    public static MethodOptions Create<TService>(
        IOptions<GrpcServiceOptions> global,
        IOptions<GrpcServiceOptions<TService>> service)
        where TService : class =>
        new(global.Value, service.Value);
}
