using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Resiliency.Specification;

/// <summary>Reads a resource of kind Resiliency and finds all that is wrong with it, not only the first.</summary>
internal sealed class ResiliencyReader
{
    private readonly List<string> _problems = [];

    /// <exception cref="ConfigurationException">The resource is broken; the message has a line for each problem.</exception>
    public static ResiliencySpec Read(YamlObject document) => new ResiliencyReader().ReadSpec(document);

    private ResiliencySpec ReadSpec(YamlObject document)
    {
        var spec = document.RequiredObject("spec");
        Allow(spec, "policies", "targets");
        var policies = Try(() => spec.Object("policies"));
        Allow(policies, "timeouts", "retries", "circuitBreakers");
        var targets = Try(() => spec.Object("targets"));
        Allow(targets, "apps", "components", "actors");
        var result = new ResiliencySpec
        {
            Timeouts = ReadTimeouts(Try(() => policies?.Object("timeouts"))),
            Retries = ReadAll(policies, "retries", PolicyReader.ReadRetry, PolicyReader.RetryFields),
            CircuitBreakers = ReadAll(policies, "circuitBreakers", PolicyReader.ReadCircuitBreaker, PolicyReader.CircuitBreakerFields),
            Apps = ReadAll(targets, "apps", TargetReader.ReadNames, TargetReader.AppFields),
            Components = ReadAll(targets, "components", ReadComponent, TargetReader.ComponentFields),
            Actors = ReadAll(targets, "actors", TargetReader.ReadActor, TargetReader.ActorFields),
            Scopes = Try(() => document.Strings("scopes")) ?? [],
        };
        return _problems.Count == 0 ? result : throw new ConfigurationException(string.Join('\n', _problems));
    }

    private Dictionary<string, TimeSpan> ReadTimeouts(YamlObject? timeouts)
    {
        var result = new Dictionary<string, TimeSpan>();
        foreach (var name in timeouts?.Keys ?? [])
            result[name] = Try(() => PolicyReader.ReadDuration(timeouts!, name, TimeSpan.FromTicks(1)) ?? throw timeouts!.Error(name, "a duration is expected"));
        return result;
    }

    private ComponentPolicyNames ReadComponent(YamlObject target)
    {
        var (outbound, inbound) = (Try(() => target.Object("outbound")), Try(() => target.Object("inbound")));
        Allow(outbound, TargetReader.PolicyFields);
        Allow(inbound, TargetReader.PolicyFields);
        return new ComponentPolicyNames(
            outbound is null ? null : Try(() => TargetReader.ReadNames(outbound)),
            inbound is null ? null : Try(() => TargetReader.ReadNames(inbound)));
    }

    /// <summary>Reads a mapping of names to mappings; leaves out what is broken.</summary>
    private Dictionary<string, T> ReadAll<T>(YamlObject? parent, string key, Func<YamlObject, T> read, string[] fields)
        where T : class
    {
        var result = new Dictionary<string, T>();
        var all = Try(() => parent?.Object(key));
        foreach (var name in all?.Keys ?? [])
        {
            var item = Try(() => all!.RequiredObject(name));
            Allow(item, fields);
            if (item is not null && Try(() => read(item)) is { } value)
                result[name] = value;
        }

        return result;
    }

    private void Allow(YamlObject? item, params string[] fields)
    {
        foreach (var key in item?.Keys.Except(fields) ?? [])
            _problems.Add(item!.Error(key, $"there is no such field here; there are {string.Join(", ", fields)}").Message);
    }

    private T? Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ConfigurationException exception)
        {
            _problems.Add(exception.Message);
            return default;
        }
    }
}
