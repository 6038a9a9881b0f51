using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Platform.Gateway.Transcoding.Binding;
using Platform.Gateway.Transcoding.Json;
using Platform.Gateway.Transcoding.Templates;

namespace Platform.Gateway.Transcoding;

/// <summary>Everything that the platform offers over HTTP, read from the descriptors of generated code.</summary>
internal sealed class ApiSurface
{
    private ApiSurface(IReadOnlyList<FileDescriptor> files, ProtoComments comments)
    {
        Comments = comments;
        Bindings = BindingCompiler.Compile(files);
        Routes = new RouteTable<HttpBinding>(Bindings.Select(b => (b.HttpMethod, b.Template, b)));
        var types = TypeRegistry.FromFiles(files);
        Parser = new JsonParser(JsonParser.Settings.Default.WithTypeRegistry(types));
        Json = new ProtoJson(new JsonFormatter(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithTypeRegistry(types)));
    }

    public IReadOnlyList<HttpBinding> Bindings { get; }

    public RouteTable<HttpBinding> Routes { get; }

    public ProtoComments Comments { get; }

    /// <summary>Refuses unknown fields, so that a misspelt name is told and not lost.</summary>
    public JsonParser Parser { get; }

    /// <summary>Prints fields with default values: a count of zero reads <c>"0"</c>, a list without elements <c>[]</c>.</summary>
    public ProtoJson Json { get; }

    /// <summary>Reads the protos compiled into an assembly.</summary>
    public static ApiSurface FromAssembly(Assembly assembly)
    {
        var files = assembly.GetTypes()
            .Select(t => t.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(p => p?.PropertyType == typeof(FileDescriptor))
            .Select(p => (FileDescriptor)p!.GetValue(null)!)
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .ToList();
        return new ApiSurface(files, ProtoComments.FromAssembly(assembly));
    }
}
