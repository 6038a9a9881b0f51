using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Chart.Tests.Manifests;

namespace Chart.Tests.Access;

/// <summary>What the assemblies of a service refer to: which gRPC methods it calls, and which gRPC services it is.</summary>
internal sealed class ServiceCode
{
    private const string Client = "Client";
    private const string Base = "Base";
    private const string Async = "Async";

    private ServiceCode(IReadOnlySet<string> calls, IReadOnlySet<string> implements)
    {
        Calls = calls;
        Implements = implements;
    }

    /// <summary>Methods of generated clients: <c>Platform.Cart.V1.CartService/GetCart</c>.</summary>
    public IReadOnlySet<string> Calls { get; }

    /// <summary>Generated services that its classes derive from: <c>Platform.Cart.V1.CartService</c>.</summary>
    public IReadOnlySet<string> Implements { get; }

    public static ServiceCode Read(ListedService service)
    {
        var calls = new SortedSet<string>(StringComparer.Ordinal);
        var implements = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(service.Binaries, "*.dll").Where(file => IsOurs(file, service)))
        {
            using var image = new PEReader(File.OpenRead(file));
            var reader = image.GetMetadataReader();
            calls.UnionWith(reader.MemberReferences.Select(handle => CallOf(reader, reader.GetMemberReference(handle))).OfType<string>());
            implements.UnionWith(reader.TypeDefinitions.Select(handle => GeneratedName(reader, reader.GetTypeDefinition(handle).BaseType, Base)).OfType<string>());
        }

        return new ServiceCode(calls, implements);
    }

    // The generated code refers to itself; it calls nobody.
    private static bool IsOurs(string file, ListedService service)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return name == service.Folder || (name.StartsWith("Platform.", StringComparison.Ordinal) && name != "Platform.Protos");
    }

    private static string? CallOf(MetadataReader reader, MemberReference member)
    {
        var method = reader.GetString(member.Name);
        return !method.StartsWith('.') && member.GetKind() == MemberReferenceKind.Method && GeneratedName(reader, member.Parent, Client) is { } service
            ? $"{service}/{(method.EndsWith(Async, StringComparison.Ordinal) ? method[..^Async.Length] : method)}"
            : null;
    }

    /// <summary>The service whose generated code nests the type: <c>CartService</c> of <c>CartService.CartServiceClient</c>.</summary>
    private static string? GeneratedName(MetadataReader reader, EntityHandle handle, string suffix)
    {
        if (handle.Kind != HandleKind.TypeReference) return null;
        var type = reader.GetTypeReference((TypeReferenceHandle)handle);
        if (type.ResolutionScope.Kind != HandleKind.TypeReference) return null;
        var outer = reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        var service = reader.GetString(outer.Name);
        return reader.GetString(type.Name) == service + suffix ? $"{reader.GetString(outer.Namespace)}.{service}" : null;
    }
}
