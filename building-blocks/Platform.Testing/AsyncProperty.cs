using FsCheck;
using FsCheck.Fluent;

namespace Platform.Testing;

/// <summary>Properties whose check is asynchronous.</summary>
public static class AsyncProperty
{
    /// <summary>Checks a property with arbitrary inputs of a type, and shrinks what breaks it.</summary>
    /// <param name="check">Fails when the property does not hold for an input.</param>
    /// <param name="cases">How many inputs.</param>
    public static void Holds<T>(Func<T, Task> check, int cases = 50) => Check(ArbMap.Default.ArbFor<T>(), check, cases);

    /// <summary>Checks a property with inputs of a generator.</summary>
    /// <param name="inputs">Makes inputs.</param>
    /// <param name="check">Fails when the property does not hold for an input.</param>
    /// <param name="cases">How many inputs.</param>
    public static void Holds<T>(Gen<T> inputs, Func<T, Task> check, int cases = 50) => Check(inputs.ToArbitrary(), check, cases);

    // FsCheck calls properties on a thread of its own, which may wait.
    private static void Check<T>(Arbitrary<T> inputs, Func<T, Task> check, int cases) =>
        Prop.ForAll(inputs, input => Task.Run(() => check(input)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
}
