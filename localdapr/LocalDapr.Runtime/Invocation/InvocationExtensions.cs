using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Invocation;

/// <summary>Adds service invocation to the host.</summary>
internal static class InvocationExtensions
{
    public static void AddInvocation(this IServiceCollection services)
    {
        services.AddSingleton(provider => new InvocationPolicies<InvocationAttempt>(InvocationAttempt.FailureOf, Clock(provider), Logger(provider)));
        services.AddSingleton(provider => new InvocationPolicies<MethodAnswer>(MethodAnswer.FailureOf, Clock(provider), Logger(provider)));
        services.AddSingleton<ServiceRetries>();
        services.AddSingleton<MethodInvocation>();
        services.AddSingleton<CallbackInvocation>();
        services.AddSingleton<GrpcProxy>();
        services.AddSingleton<HttpInvocation>();
        services.AddSingleton<GrpcInvocation>();
    }

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static ILogger Logger(IServiceProvider provider) => provider.GetRequiredService<ILogger<ResiliencyPolicies>>();
}
