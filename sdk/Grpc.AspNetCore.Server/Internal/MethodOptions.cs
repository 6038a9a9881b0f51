using System.IO.Compression;
using Grpc.Net.Compression;
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
        MaxSendMessageSize = service.MaxSendMessageSize ?? global.MaxSendMessageSize;
        MaxReceiveMessageSize = Received(service, global);
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

    // The property has a default, so "not set" shows as that default.
    private static int? Received(GrpcServiceOptions service, GrpcServiceOptions global) =>
        service.MaxReceiveMessageSize == Shared.GrpcProtocol.DefaultMaxReceiveMessageSize
            ? global.MaxReceiveMessageSize
            : service.MaxReceiveMessageSize;
}
