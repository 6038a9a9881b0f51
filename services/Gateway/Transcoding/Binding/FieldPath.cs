using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Platform.Gateway.Transcoding.Binding;

/// <summary>A field of a message or of the messages within it.</summary>
internal sealed class FieldPath
{
    private readonly FieldDescriptor[] _fields;

    private FieldPath(FieldDescriptor[] fields)
    {
        _fields = fields;
        JsonName = string.Join('.', fields.Select(f => f.JsonName));
        ProtoName = string.Join('.', fields.Select(f => f.Name));
    }

    public FieldDescriptor Leaf => _fields[^1];

    /// <summary>The path in the names of JSON.</summary>
    public string JsonName { get; }

    /// <summary>The path in the names of the proto file, as field masks have it.</summary>
    public string ProtoName { get; }

    /// <summary>Finds a dotted path whose parts are JSON names or proto names; null where there is no such field.</summary>
    public static FieldPath? Find(MessageDescriptor message, string dotted)
    {
        var names = dotted.Split('.');
        var fields = new FieldDescriptor[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (FindField(message, names[i]) is not { } field) return null;
            fields[i] = field;
            if (i == names.Length - 1) break;
            if (field.FieldType != FieldType.Message || field.IsRepeated) return null;
            message = field.MessageType;
        }
        return new FieldPath(fields);
    }

    /// <summary>A field by its JSON or proto name.</summary>
    public static FieldDescriptor? FindField(MessageDescriptor message, string name) =>
        message.FindFieldByName(name) ?? message.Fields.InDeclarationOrder().FirstOrDefault(f => string.Equals(f.JsonName, name, StringComparison.Ordinal));

    /// <summary>Whether this is <paramref name="other"/> or a field within it.</summary>
    public bool IsWithin(FieldPath other) =>
        ProtoName.Length == other.ProtoName.Length
            ? string.Equals(ProtoName, other.ProtoName, StringComparison.Ordinal)
            : ProtoName.StartsWith(other.ProtoName + ".", StringComparison.Ordinal);

    /// <summary>Sets the field, or adds to it when repeated. Creates the messages on the way.</summary>
    public void Set(IMessage root, object value)
    {
        var message = Owner(root);
        if (Leaf.IsRepeated) ((System.Collections.IList)Leaf.Accessor.GetValue(message)).Add(value);
        else Leaf.Accessor.SetValue(message, value);
    }

    /// <summary>Another member of the field's oneof that is set already, or null.</summary>
    public FieldDescriptor? OneofRival(IMessage root)
    {
        if (Leaf.RealContainingOneof is not { } oneof) return null;
        var present = oneof.Accessor.GetCaseFieldDescriptor(Owner(root));
        return present == Leaf ? null : present;
    }

    private IMessage Owner(IMessage root)
    {
        var message = root;
        foreach (var field in _fields.AsSpan(0, _fields.Length - 1))
        {
            if (field.Accessor.GetValue(message) is not IMessage inner)
            {
                field.Accessor.SetValue(message, inner = field.MessageType.Parser.ParseFrom(ByteString.Empty));
            }
            message = inner;
        }
        return message;
    }
}
