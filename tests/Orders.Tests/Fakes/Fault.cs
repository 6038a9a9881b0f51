namespace Platform.Orders.Tests.Fakes;

/// <summary>How a call to another service goes wrong.</summary>
public enum Fault
{
    /// <summary>It fails once, and nothing is done.</summary>
    ErrorOnce,

    /// <summary>It is done, and the answer is lost once: a timeout, or the death of the one who asked.</summary>
    LostOnce,

    /// <summary>It always fails, and nothing is done.</summary>
    ErrorAlways,

    /// <summary>It is done, and the answer is lost for as long as the step is tried.</summary>
    LostAlways,

    /// <summary>It is refused.</summary>
    Refused,
}
