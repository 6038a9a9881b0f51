using Dapr.Client;

namespace Platform.Blobs.Bindings;

/// <summary>Finds out which kind of binding a component is: the sidecar knows, so nobody has to configure it twice.</summary>
internal sealed class BlobBindings(DaprClient dapr, string bindingName)
{
    private IBlobBinding? _binding;

    /// <exception cref="InvalidOperationException">There is no such component, or it keeps no blobs.</exception>
    public async ValueTask<IBlobBinding> GetAsync(CancellationToken cancellationToken) => _binding ??= await CreateAsync(cancellationToken);

    private async Task<IBlobBinding> CreateAsync(CancellationToken cancellationToken)
    {
        var metadata = await dapr.GetMetadataAsync(cancellationToken);
        var type = metadata.Components.FirstOrDefault(component => component.Name == bindingName)?.Type;
        var calls = new BindingCalls(dapr, bindingName);
        return type switch
        {
            "bindings.localstorage" => new LocalStorageBinding(calls),
            "bindings.aws.s3" => new S3Binding(calls),
            null => throw new InvalidOperationException($"The sidecar has no component {bindingName}."),
            _ => throw new InvalidOperationException($"The component {bindingName} is {type}; blobs are kept in bindings.localstorage or bindings.aws.s3."),
        };
    }
}
