using Grpc.Core;
using Platform.Gateway.Problems;

namespace Platform.Gateway.Public;

/// <summary>Turns whatever ends a public request early into a problem.</summary>
internal sealed partial class PublicErrors(ILogger<PublicErrors> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (ProblemException refused)
        {
            await WriteAsync(context, refused.Problem);
        }
        catch (RpcException failed)
        {
            var problem = failed.ToProblem();
            if (problem.Status >= StatusCodes.Status500InternalServerError) LogCallFailed(logger, context.Request.Method, problem.Status, failed.StatusCode);
            await WriteAsync(context, problem);
        }
        catch (BadHttpRequestException malformed)
        {
            await WriteAsync(context, OfServer(malformed));
        }
#pragma warning disable CA1031 // The last line of defence: a client gets a problem, the operator the exception.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            LogUnexpected(logger, unexpected, context.Request.Method);
            await WriteAsync(context, new Problem(StatusCode.Internal, StatusCodes.Status500InternalServerError, CanonicalStatus.GenericDetail(StatusCode.Internal)));
        }
    }

    private static Task WriteAsync(HttpContext context, Problem problem)
    {
        if (!context.Response.HasStarted) return ProblemWriter.WriteAsync(context, problem);
        // Half a response must not look like a whole one.
        context.Abort();
        return Task.CompletedTask;
    }

    private static Problem OfServer(BadHttpRequestException malformed) => malformed.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => Problem.Local(
            StatusCode.DeadlineExceeded, malformed.StatusCode, "REQUEST_TIMEOUT", "The body came too slowly."),
        _ => Problem.Local(StatusCode.InvalidArgument, malformed.StatusCode, "BAD_REQUEST", "The request is not valid HTTP."),
    };

    [LoggerMessage(1, LogLevel.Warning, "{Method} failed with {Status}: a service answered {Code}")]
    private static partial void LogCallFailed(ILogger logger, string method, int status, StatusCode code);

    [LoggerMessage(2, LogLevel.Error, "{Method} failed")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string method);
}
