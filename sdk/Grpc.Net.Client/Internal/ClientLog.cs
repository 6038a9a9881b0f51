using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client.Internal;

internal static partial class ClientLog
{
    [LoggerMessage(1, LogLevel.Debug, "Call of {Method} failed with {Status}.")]
    public static partial void CallFailed(ILogger logger, string method, StatusCode status, Exception? exception);

    [LoggerMessage(2, LogLevel.Debug, "Attempt {Attempt} of {Method} failed with {Status}, the next one follows in {Delay}.")]
    public static partial void Retrying(ILogger logger, string method, int attempt, StatusCode status, TimeSpan delay);

    [LoggerMessage(3, LogLevel.Warning, "The call credentials of {Method} are not sent: the channel does not use TLS.")]
    public static partial void CredentialsLeftOut(ILogger logger, string method);
}
