using LocalDapr.Runtime.Resiliency;
using Polly;

namespace LocalDapr.Runtime.Bindings.Outputs;

/// <summary>A binding under the outbound policies of its component.</summary>
internal sealed class ResilientBinding(IOutputBinding binding, ResiliencePipeline<BindingResponse> pipeline) : IOutputBinding
{
    public IReadOnlyList<string> Operations => binding.Operations;

    public Task<BindingResponse> InvokeAsync(BindingRequest request, CancellationToken cancellationToken) =>
        pipeline.RunAsync(token => binding.InvokeAsync(request, token), reason => new BindingException(reason), cancellationToken);
}
