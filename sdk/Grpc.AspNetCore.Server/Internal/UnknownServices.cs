using Grpc.Core;
using Grpc.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Answers gRPC calls that nothing is mapped for with UNIMPLEMENTED, at the end of the app's pipeline. As endpoints these would be candidates
/// of every call, and routing would look at each of them every time.
/// </summary>
internal sealed class UnknownServices : IStartupFilter
{
    private static readonly Status UnknownMethod = new(StatusCode.Unimplemented, "Method is unimplemented.");
    private static readonly Status UnknownService = new(StatusCode.Unimplemented, "Service is unimplemented.");

    private readonly HashSet<string> _mapped = [];
    private bool _answersUnknownServices;

    /// <summary>Takes note of a service that is mapped.</summary>
    /// <param name="service">Its full name. Calls of its unknown methods are answered.</param>
    /// <param name="answersUnknownServices">Whether calls of services that are not mapped are answered too.</param>
    public void OnMapped(string service, bool answersUnknownServices)
    {
        _mapped.Add(service);
        _answersUnknownServices |= answersUnknownServices;
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        app.Use(Answer);
    };

    private Task Answer(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !GrpcProtocol.IsGrpcContentType(context.Request.ContentType)
            || context.GetEndpoint() is not null || StatusOf(context.Request.Path) is not { } status)
        {
            return next(context);
        }

        context.Response.ContentType = GrpcProtocol.ContentType;
        CallHeaders.WriteStatus(context.Response.Headers, status, trailers: null);
        return Task.CompletedTask;
    }

    /// <summary>What to answer for <c>/service/method</c>; null leaves the request to others.</summary>
    private Status? StatusOf(PathString path) => path.Value?.Split('/') switch
    {
        ["", var service, _] when _mapped.Contains(service) => UnknownMethod,
        ["", _, _] when _answersUnknownServices => UnknownService,
        _ => null,
    };
}
