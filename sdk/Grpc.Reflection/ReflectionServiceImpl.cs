using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Grpc.Reflection;

/// <summary>The reflection service, version 1.</summary>
public class ReflectionV1ServiceImpl : V1.ServerReflection.ServerReflectionBase
{
    private readonly ReflectionAnswers _answers;

    /// <summary>Creates the service.</summary>
    /// <param name="services">The full names of the services, as they are listed.</param>
    /// <param name="symbolRegistry">The files that are described.</param>
    public ReflectionV1ServiceImpl(IEnumerable<string> services, SymbolRegistry symbolRegistry)
    {
        _answers = new ReflectionAnswers([.. services], symbolRegistry);
    }

    /// <inheritdoc />
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<V1.ServerReflectionRequest> requestStream,
        IServerStreamWriter<V1.ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(_answers.To(requestStream.Current), context.CancellationToken);
        }
    }
}

/// <summary>The reflection service, version 1 alpha: the same messages under an older name, which many tools still ask for.</summary>
public class ReflectionServiceImpl : V1Alpha.ServerReflection.ServerReflectionBase
{
    private readonly ReflectionAnswers _answers;

    /// <summary>Creates the service.</summary>
    /// <param name="services">The full names of the services, as they are listed.</param>
    /// <param name="symbolRegistry">The files that are described.</param>
    public ReflectionServiceImpl(IEnumerable<string> services, SymbolRegistry symbolRegistry)
    {
        _answers = new ReflectionAnswers([.. services], symbolRegistry);
    }

    /// <summary>Creates the service for services given by their descriptors.</summary>
    public ReflectionServiceImpl(params ServiceDescriptor[] serviceDescriptors)
        : this(serviceDescriptors.Select(service => service.FullName), SymbolRegistry.FromFiles(serviceDescriptors.Select(service => service.File)))
    {
    }

    /// <inheritdoc />
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<V1Alpha.ServerReflectionRequest> requestStream,
        IServerStreamWriter<V1Alpha.ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            // Both versions have the same fields with the same numbers.
            var request = V1.ServerReflectionRequest.Parser.ParseFrom(requestStream.Current.ToByteArray());
            var response = V1Alpha.ServerReflectionResponse.Parser.ParseFrom(_answers.To(request).ToByteArray());
            await responseStream.WriteAsync(response, context.CancellationToken);
        }
    }
}
