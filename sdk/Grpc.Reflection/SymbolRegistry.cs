using Google.Protobuf.Reflection;

namespace Grpc.Reflection;

/// <summary>Finds proto files by name, by symbol and by extension.</summary>
public class SymbolRegistry
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions = [];

    private SymbolRegistry()
    {
    }

    /// <summary>Registers files with all that they import.</summary>
    public static SymbolRegistry FromFiles(IEnumerable<FileDescriptor> fileDescriptors)
    {
        var registry = new SymbolRegistry();
        foreach (var file in fileDescriptors)
        {
            registry.Add(file);
        }

        return registry;
    }

    /// <summary>The file with this name, or null.</summary>
    public FileDescriptor? FileByName(string filename) => _files.GetValueOrDefault(filename);

    /// <summary>The file that declares the symbol with this full name, or null.</summary>
    public FileDescriptor? FileContainingSymbol(string symbol) => _symbols.GetValueOrDefault(symbol);

    internal FileDescriptor? FileContainingExtension(string type, int number) =>
        _extensions.TryGetValue(type, out var extensions) ? extensions.GetValueOrDefault(number) : null;

    /// <summary>The numbers of a message's extensions; null for an unknown message.</summary>
    internal IEnumerable<int>? ExtensionNumbers(string type) =>
        _extensions.TryGetValue(type, out var extensions) ? extensions.Keys : _symbols.ContainsKey(type) ? [] : null;

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var dependency in file.Dependencies)
        {
            Add(dependency);
        }

        foreach (var service in file.Services)
        {
            AddSymbol(service);
            service.Methods.ToList().ForEach(AddSymbol);
        }

        AddEnums(file.EnumTypes);
        AddMessages(file.MessageTypes);
        foreach (var extension in file.Extensions.UnorderedExtensions)
        {
            AddExtension(extension);
        }
    }

    private void AddMessages(IEnumerable<MessageDescriptor> messages)
    {
        foreach (var message in messages)
        {
            AddSymbol(message);
            message.Fields.InDeclarationOrder().ToList().ForEach(AddSymbol);
            AddEnums(message.EnumTypes);
            AddMessages(message.NestedTypes);
        }
    }

    private void AddEnums(IEnumerable<EnumDescriptor> enums)
    {
        foreach (var type in enums)
        {
            AddSymbol(type);
            type.Values.ToList().ForEach(AddSymbol);
        }
    }

    private void AddExtension(FieldDescriptor extension)
    {
        AddSymbol(extension);
        var type = extension.ExtendeeType.FullName;
        if (!_extensions.TryGetValue(type, out var extensions))
        {
            _extensions[type] = extensions = [];
        }

        extensions[extension.FieldNumber] = extension.File;
    }

    private void AddSymbol(IDescriptor descriptor) => _symbols[descriptor.FullName] = descriptor.File;
}
