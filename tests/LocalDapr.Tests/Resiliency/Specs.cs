using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Resiliency;
using LocalDapr.Runtime.Resiliency.Specification;
using Platform.Testing;

namespace LocalDapr.Tests.Resiliency;

/// <summary>Resources of kind Resiliency, written in a test and read through a file.</summary>
internal static class Specs
{
    /// <param name="spec">What stands under <c>spec:</c>, indented by two spaces.</param>
    public static ResiliencySpec Read(string spec)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["r.yaml"], "apiVersion: dapr.io/v1alpha1\nkind: Resiliency\nmetadata:\n  name: r\nspec:\n" + spec);
        return ResiliencyReader.Read(YamlFile.Read(folder["r.yaml"]).Single());
    }

    public static ResiliencyPolicies Policies(params string[] specs) => new([.. specs.Select(Read)]);
}
