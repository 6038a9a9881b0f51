namespace Dapr.Actors.Runtime;

/// <summary>Names the actor type of a class; without it the type has the name of the class.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ActorAttribute : Attribute
{
    /// <summary>The actor type.</summary>
    public string? TypeName { get; set; }
}
