using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Platform.Gateway.Transcoding.Templates;

namespace Platform.Gateway.Transcoding.Binding;

/// <summary>What the body of a request fills.</summary>
internal enum BodyTarget
{
    /// <summary>Nothing: what the path does not bind are query parameters.</summary>
    None,

    /// <summary>One field of the request.</summary>
    Field,

    /// <summary>Every field that the path does not bind.</summary>
    Message,
}

/// <summary>One HTTP method and path of an RPC, with everything looked up that a request needs.</summary>
internal sealed record HttpBinding
{
    /// <summary>The Dapr app that serves the RPC.</summary>
    public required string AppId { get; init; }

    public required MethodDescriptor Method { get; init; }

    public required string HttpMethod { get; init; }

    public required PathTemplate Template { get; init; }

    /// <summary>The template as text, for logs and telemetry.</summary>
    public required string Route { get; init; }

    /// <summary>The fields of the template's variables, in their order.</summary>
    public required IReadOnlyList<FieldPath> Variables { get; init; }

    public required BodyTarget Body { get; init; }

    /// <summary>The field of <see cref="BodyTarget.Field"/>.</summary>
    public FieldPath? BodyField { get; init; }

    /// <summary>The response field that becomes the body; null for the whole response.</summary>
    public FieldDescriptor? ResponseField { get; init; }

    /// <summary>The field mask to infer from the body when the client sends none; null where that does not apply.</summary>
    public FieldPath? InferredMask { get; init; }

    /// <summary>The RPC for a <see cref="CallInvoker"/>.</summary>
    public required Method<IMessage, IMessage> Rpc { get; init; }

    /// <summary>The message of the body, or null where the body is no message.</summary>
    public MessageDescriptor? BodyMessage => Body switch
    {
        BodyTarget.Message => Method.InputType,
        BodyTarget.Field when BodyField is { Leaf: { FieldType: FieldType.Message, IsRepeated: false } leaf } => leaf.MessageType,
        _ => null,
    };

    /// <summary>The message of the response body, or null where it is no message.</summary>
    public MessageDescriptor? ResponseMessage => ResponseField switch
    {
        null => Method.OutputType,
        { FieldType: FieldType.Message, IsRepeated: false } single => single.MessageType,
        _ => null,
    };

    /// <summary>Whether a query parameter may fill the field.</summary>
    public bool IsOpenToQuery(FieldPath field) =>
        Body != BodyTarget.Message
        && (BodyField is null || !field.IsWithin(BodyField))
        && !Variables.Any(field.IsWithin);

    public override string ToString() => Method.FullName;
}
