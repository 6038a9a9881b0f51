namespace Dapr.Workflow.Worker;

/// <summary>What an input is that was left out.</summary>
internal static class DefaultValue
{
    /// <summary>The default of a type, also where the type has no null.</summary>
    public static object? Of(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;
}
