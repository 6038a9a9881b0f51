using Grpc.Core;
using Grpc.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Answers gRPC calls that no method is mapped for with UNIMPLEMENTED. Other requests are left to other endpoints.</summary>
internal sealed class UnknownServices
{
    private readonly HashSet<string> _mapped = [];

    /// <summary>Answers calls of unknown methods of a service that is mapped.</summary>
    public void MapUnknownMethods(IEndpointRouteBuilder routes, string service) =>
        Map(routes, $"{service}/{{unimplementedMethod:{GrpcRequestConstraint.Name}}}", "Method is unimplemented.");

    /// <summary>Answers calls of services that are not mapped.</summary>
    public void MapUnknownServices(IEndpointRouteBuilder routes) =>
        Map(routes, $"{{unimplementedService}}/{{unimplementedMethod:{GrpcRequestConstraint.Name}}}", "Service is unimplemented.");

    private void Map(IEndpointRouteBuilder routes, string pattern, string detail)
    {
        if (!_mapped.Add(pattern))
        {
            return;
        }

        var status = new Status(StatusCode.Unimplemented, detail);
        var endpoint = routes.MapPost(pattern, httpContext =>
        {
            httpContext.Response.ContentType = GrpcProtocol.ContentType;
            CallHeaders.WriteStatus(httpContext.Response.Headers, status, trailers: null);
            return Task.CompletedTask;
        });
        endpoint.Add(builder => ((RouteEndpointBuilder)builder).Order = int.MaxValue);
    }
}

/// <summary>A route constraint that only gRPC requests meet.</summary>
internal sealed class GrpcRequestConstraint : IRouteConstraint
{
    public const string Name = "grpcunimplemented";

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        httpContext is null || GrpcProtocol.IsGrpcContentType(httpContext.Request.ContentType);
}
