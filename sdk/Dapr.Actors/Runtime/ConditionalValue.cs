namespace Dapr.Actors.Runtime;

/// <summary>A value that may be missing.</summary>
#pragma warning disable CA1815 // The official type has no equality.
public struct ConditionalValue<TValue>
#pragma warning restore CA1815
{
    /// <summary>Creates the answer.</summary>
    public ConditionalValue(bool hasValue, TValue value)
    {
        HasValue = hasValue;
        Value = value;
    }

    /// <summary>Whether there is a value.</summary>
    public bool HasValue { get; }

    /// <summary>The value; the default of its type when there is none.</summary>
    public TValue Value { get; }
}
