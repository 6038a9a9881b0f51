using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>What all calls of a method on a channel have in common.</summary>
internal sealed class MethodInvocation(Uri address, IMethod method, ChannelSettings settings)
{
    public Uri Uri { get; } = new(address, method.FullName);

    public string Name { get; } = method.Name;

    public string FullName { get; } = method.FullName;

    /// <summary>The address of the service, for call credentials.</summary>
    public string ServiceUrl { get; } = $"{address.Scheme}://{address.Authority}/{method.ServiceName}";

    public RetrySettings? Retry { get; } = settings.FindRetry(method);
}
