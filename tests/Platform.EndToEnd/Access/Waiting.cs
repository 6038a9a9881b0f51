using Platform.Commerce.Tests.StoreFront;
using Platform.Testing;

namespace Platform.EndToEnd.Access;

/// <summary>Waits for what happens behind the door.</summary>
internal static class Waiting
{
    /// <summary>Looks at a resource until a field of it has a value.</summary>
    public static Task AwaitAsync(this Visitor visitor, string name, string field, string value) =>
        Eventually.AssertAsync(async () => (await visitor.GetAsync("/v1/" + name)).GetProperty(field).GetString().ShouldBe(value));
}
