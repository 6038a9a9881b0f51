using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Makes the endpoints of a service from its generated <c>BindService</c>.</summary>
internal sealed class ServiceMethods<TService>(
    IOptions<GrpcServiceOptions> globalOptions,
    IOptions<GrpcServiceOptions<TService>> serviceOptions,
    IServiceProvider services,
    UnknownServices unknownServices,
    ILoggerFactory loggerFactory)
    where TService : class
{
    /// <exception cref="InvalidOperationException">The type is not derived from a generated service base.</exception>
    public IReadOnlyList<IEndpointConventionBuilder> Map(IEndpointRouteBuilder routes)
    {
        var environment = new CallEnvironment(
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            loggerFactory.CreateLogger(typeof(TService).FullName ?? typeof(TService).Name));
        var options = MethodOptions.Create(globalOptions, serviceOptions);
        var binder = new ServiceMethodBinder<TService>(options, environment, services);
        FindBindMethod().Invoke(null, [binder, null]);

        var endpoints = binder.Methods.ConvertAll(method => Map(routes, method));
        if (binder.Methods is [var first, ..])
        {
            unknownServices.OnMapped(first.Method.ServiceName, answersUnknownServices: !options.IgnoreUnknownServices);
        }

        return endpoints;
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, BoundMethod bound)
    {
        var endpoint = routes.MapPost(bound.Method.FullName, bound.Handler);
        endpoint.WithDisplayName("gRPC - " + bound.Method.FullName);
        endpoint.WithMetadata([.. typeof(TService).GetCustomAttributes(inherit: true), .. bound.Implementation.GetCustomAttributes(inherit: true)]);
        endpoint.WithMetadata(new GrpcMethodMetadata(typeof(TService), bound.Method));
        return endpoint;
    }

    private static MethodInfo FindBindMethod()
    {
        var attribute = typeof(TService).GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException($"{typeof(TService)} is not derived from the generated base of a gRPC service.");
        return attribute.BindType
            .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .Single(method => method.Name == attribute.BindMethodName
                && method.GetParameters() is [var first, _]
                && first.ParameterType == typeof(ServiceBinderBase));
    }
}

/// <summary>A method of a service with what serves it.</summary>
internal sealed record BoundMethod(IMethod Method, MethodInfo Implementation, RequestDelegate Handler);
