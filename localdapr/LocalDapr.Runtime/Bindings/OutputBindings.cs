using LocalDapr.Runtime.Bindings.Outputs;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using Polly;

namespace LocalDapr.Runtime.Bindings;

/// <summary>The output bindings of a host, by component name.</summary>
internal sealed class OutputBindings
{
    private readonly Dictionary<string, IOutputBinding> _bindings;

    /// <param name="components">All components; those that are no output bindings are left out.</param>
    /// <param name="baseFolder">What relative paths are relative to.</param>
    /// <param name="http">Makes the calls of <c>bindings.http</c>.</param>
    /// <param name="time">The clock of mail.</param>
    /// <param name="pipelineOf">Gives the outbound policies of a component, or null.</param>
    /// <exception cref="ConfigurationException">A component has a type that is not supported here, or lacks a setting.</exception>
    public OutputBindings(
        IEnumerable<Component> components,
        string baseFolder,
        HttpMessageInvoker http,
        TimeProvider time,
        Func<Component, ResiliencePipeline<BindingResponse>?>? pipelineOf = null) =>
        _bindings = components
            .Where(component => component.BuildingBlock == BuildingBlocks.Bindings && component.Implementation != InputBindings.Cron)
            .ToDictionary(component => component.Name, component => Guard(Create(component, baseFolder, http, time), pipelineOf?.Invoke(component)));

    /// <summary>Calls a binding.</summary>
    /// <exception cref="DaprException">There is no such binding or operation, or the operation failed.</exception>
    public async Task<BindingResponse> InvokeAsync(string name, BindingRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation.Length == 0)
            throw BindingErrors.Invoke(name, "operation field is missing from request");
        if (!_bindings.TryGetValue(name, out var binding))
            throw BindingErrors.Invoke(name, $"couldn't find output binding {name}");
        if (!binding.Operations.Contains(request.Operation))
            throw BindingErrors.Invoke(name, $"binding {name} does not support operation {request.Operation}. supported operations:{string.Join(' ', binding.Operations)}");
        try
        {
            return await binding.InvokeAsync(request, cancellationToken);
        }
        catch (BindingException exception)
        {
            throw BindingErrors.Invoke(name, exception.Message);
        }
    }

    private static IOutputBinding Guard(IOutputBinding binding, ResiliencePipeline<BindingResponse>? pipeline) =>
        pipeline is null ? binding : new ResilientBinding(binding, pipeline);

    private static IOutputBinding Create(Component component, string baseFolder, HttpMessageInvoker http, TimeProvider time) => component.Implementation switch
    {
        "localstorage" => new LocalStorageBinding(
            component.Setting("rootPath") is { Length: > 0 } root ? Path.Combine(baseFolder, root) : throw component.Invalid("rootPath is missing")),
        "http" => new HttpBinding(component, http),
        "smtp" => new SmtpBinding(component, time),
        _ => throw component.Invalid("this type is not supported here; bindings are localstorage, http, smtp and cron"),
    };
}
