using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.Reflection;

/// <summary>Answers single questions about services and their files.</summary>
internal sealed class ReflectionAnswers(IReadOnlyList<string> services, SymbolRegistry registry)
{
    public ServerReflectionResponse To(ServerReflectionRequest request)
    {
        var response = request.MessageRequestCase switch
        {
            ServerReflectionRequest.MessageRequestOneofCase.ListServices => ListServices(),
            ServerReflectionRequest.MessageRequestOneofCase.FileByFilename => Describe(registry.FileByName(request.FileByFilename)),
            ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol =>
                Describe(registry.FileContainingSymbol(request.FileContainingSymbol)),
            ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension => Describe(registry.FileContainingExtension(
                request.FileContainingExtension.ContainingType,
                request.FileContainingExtension.ExtensionNumber)),
            ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType =>
                ListExtensions(request.AllExtensionNumbersOfType),
            _ => Error(StatusCode.InvalidArgument, "The request asks nothing that is known here."),
        };
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private static ServerReflectionResponse Describe(FileDescriptor? file)
    {
        if (file is null)
        {
            return Error(StatusCode.NotFound, "File not found.");
        }

        var files = new Dictionary<string, FileDescriptor>();
        Collect(file, files);
        return new ServerReflectionResponse
        {
            FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { files.Values.Select(each => each.SerializedData) } },
        };
    }

    private static void Collect(FileDescriptor file, Dictionary<string, FileDescriptor> files)
    {
        if (files.TryAdd(file.Name, file))
        {
            foreach (var dependency in file.Dependencies)
            {
                Collect(dependency, files);
            }
        }
    }

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };

    private ServerReflectionResponse ListServices() => new()
    {
        ListServicesResponse = new ListServiceResponse { Service = { services.Select(name => new ServiceResponse { Name = name }) } },
    };

    private ServerReflectionResponse ListExtensions(string type) => registry.ExtensionNumbers(type) is { } numbers
        ? new ServerReflectionResponse
        {
            AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type, ExtensionNumber = { numbers } },
        }
        : Error(StatusCode.NotFound, "Type not found.");
}
