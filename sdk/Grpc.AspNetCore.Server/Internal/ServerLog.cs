using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Error, "The handler of {Method} failed.")]
    public static partial void HandlerFailed(ILogger logger, string method, Exception failure);

    [LoggerMessage(2, LogLevel.Debug, "{Method} ended with {StatusCode}.")]
    public static partial void CallFailed(ILogger logger, string method, StatusCode statusCode);
}
