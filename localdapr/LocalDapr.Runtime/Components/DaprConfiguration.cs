using System.Globalization;
using LocalDapr.Runtime.Tracing;
using LocalDapr.Runtime.Workflow.Engine;

namespace LocalDapr.Runtime.Components;

/// <summary>What localdapr takes from a resource of kind Configuration: the scopes of secret stores, the limits of workflows, and the share of new traces that is sampled.</summary>
internal sealed record DaprConfiguration(IReadOnlyDictionary<string, SecretScope> SecretScopes, WorkflowSettings Workflow, double SamplingRate)
{
    public static DaprConfiguration Empty { get; } = new(new Dictionary<string, SecretScope>(), WorkflowSettings.Default, TraceSampler.DefaultRate);

    /// <exception cref="Errors.ConfigurationException">A store has two scopes, a scope an unknown default, a limit is negative, or the sampling rate no share.</exception>
    public static DaprConfiguration Parse(YamlObject document)
    {
        var scopes = new Dictionary<string, SecretScope>();
        foreach (var scope in document.Object("spec")?.Object("secrets")?.Objects("scopes") ?? [])
        {
            var store = scope.RequiredString("storeName");
            if (!scopes.TryAdd(store, SecretScope.Parse(scope)))
                throw scope.Error("storeName", $"{store} has a scope already");
        }

        var workflow = document.Object("spec")?.Object("workflow");
        return new DaprConfiguration(
            scopes,
            workflow is null ? WorkflowSettings.Default : WorkflowSettings.Parse(workflow),
            SamplingRateOf(document.Object("spec")?.Object("tracing")));
    }

    private static double SamplingRateOf(YamlObject? tracing) => tracing?.String("samplingRate") switch
    {
        null => TraceSampler.DefaultRate,
        var text when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate <= 1 => rate,
        var text => throw tracing!.Error("samplingRate", $"'{text}' is not a number from 0 to 1"),
    };
}
