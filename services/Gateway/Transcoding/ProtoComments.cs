using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Platform.Gateway.Transcoding;

/// <summary>
/// The comments of proto files by full name. Generated code carries descriptors without them, so the build embeds a
/// descriptor set that has them (protos/DescriptorSet.targets).
/// </summary>
internal sealed class ProtoComments
{
    private const string ResourceName = "descriptors.pb";

    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);

    /// <summary>The comment of a message, field, enum, value, service or method; null when it has none.</summary>
    public string? this[IDescriptor descriptor] => _byName.GetValueOrDefault(descriptor.FullName);

    /// <summary>Reads the set embedded in an assembly; without one there are no comments.</summary>
    public static ProtoComments FromAssembly(Assembly assembly)
    {
        var comments = new ProtoComments();
        using var resource = assembly.GetManifestResourceStream(ResourceName);
        if (resource is null) return comments;
        var set = FileDescriptorSet.Parser.ParseFrom(resource);
        foreach (var file in FileDescriptor.BuildFromByteStrings(set.File.Select(f => f.ToByteString())))
        {
            foreach (var message in file.MessageTypes) comments.Add(message);
            foreach (var type in file.EnumTypes) comments.Add(type);
            foreach (var service in file.Services)
            {
                comments.Add(service, service.Declaration);
                foreach (var method in service.Methods) comments.Add(method, method.Declaration);
            }
        }
        return comments;
    }

    private void Add(MessageDescriptor message)
    {
        Add(message, message.Declaration);
        foreach (var field in message.Fields.InDeclarationOrder()) Add(field, field.Declaration);
        foreach (var nested in message.NestedTypes) Add(nested);
        foreach (var type in message.EnumTypes) Add(type);
    }

    private void Add(EnumDescriptor type)
    {
        Add(type, type.Declaration);
        foreach (var value in type.Values) Add(value, value.Declaration);
    }

    private void Add(IDescriptor descriptor, DescriptorDeclaration? declaration)
    {
        var text = declaration?.LeadingComments is { Length: > 0 } leading ? leading : declaration?.TrailingComments;
        if (string.IsNullOrWhiteSpace(text)) return;
        _byName[descriptor.FullName] = string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();
    }
}
