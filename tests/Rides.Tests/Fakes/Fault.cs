namespace Platform.Rides.Tests.Fakes;

/// <summary>How a call to another service goes wrong.</summary>
public enum Fault
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>It fails once, and nothing is done.</summary>
    ErrorOnce,

    /// <summary>It is done, and the answer is lost once: a timeout, or the death of the one who asked.</summary>
    LostOnce,
}
