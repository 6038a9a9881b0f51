namespace Grpc.Shared;

/// <summary>
/// One serialization and one deserialization context per thread: neither reading nor writing a message waits. Not in the generic classes that
/// use them, whose thread statics are slow to find.
/// </summary>
internal static class FrameContexts
{
    [ThreadStatic]
    private static FrameSerializationContext? _serialization;

    [ThreadStatic]
    private static FrameDeserializationContext? _deserialization;

    public static FrameDeserializationContext Deserialization => _deserialization ??= new FrameDeserializationContext();

    /// <summary>Takes the thread's context. A serializer that makes calls of its own finds none and gets another one.</summary>
    public static FrameSerializationContext TakeSerialization()
    {
        var context = _serialization ?? new FrameSerializationContext();
        _serialization = null;
        return context;
    }

    public static void Return(FrameSerializationContext context) => _serialization = context;
}
