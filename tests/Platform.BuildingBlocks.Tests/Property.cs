using FsCheck;
using FsCheck.Fluent;

namespace Platform.BuildingBlocks.Tests;

/// <summary>Properties whose check is asynchronous.</summary>
internal static class Property
{
    /// <summary>Checks a property with arbitrary inputs of a type, and shrinks what breaks it.</summary>
    public static void Holds<T>(Func<T, Task> check, int cases = 50) => Holds(ArbMap.Default.GeneratorFor<T>(), check, cases);

    /// <summary>Checks a property with inputs of a generator.</summary>
    public static void Holds<T>(Gen<T> inputs, Func<T, Task> check, int cases = 50) =>
        // FsCheck calls properties on a thread of its own, which may wait.
        Prop.ForAll(inputs.ToArbitrary(), input => Task.Run(() => check(input)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
}
