using System.Net.Sockets;
using Dapr;
using Dapr.Actors;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Platform.Hosting.Failures;

/// <summary>
/// Tells a dependency that is away (a sidecar, the store behind it, an actor's host, another service) from a defect here: what is away answers later, so
/// the caller is told UNAVAILABLE and may try again.
/// </summary>
public static partial class Dependency
{
    // What an actor let out is known by its type's name only.
    private static readonly HashSet<string> AwayAtActor = new(StringComparer.Ordinal)
    {
        typeof(UnavailableException).FullName!,
        typeof(DaprException).FullName!,
        typeof(DaprApiException).FullName!,
        typeof(RpcException).FullName!,
        typeof(HttpRequestException).FullName!,
        typeof(HttpIOException).FullName!,
        typeof(IOException).FullName!,
        typeof(SocketException).FullName!,
        typeof(TimeoutException).FullName!,
        typeof(OperationCanceledException).FullName!,
        typeof(TaskCanceledException).FullName!,
    };

    // The sidecar is there, and says that the call is wrong.
    private static readonly HashSet<string> RefusedCalls = new(StringComparer.Ordinal)
    {
        "ERR_BAD_REQUEST", "ERR_MALFORMED_REQUEST", "ERR_MALFORMED_REQUEST_DATA", "ERR_ACTOR_INSTANCE_MISSING",
        "ERR_ACTOR_REMINDER_NON_HOSTED", "ERR_ACTOR_REMINDER_NOT_FOUND", "ERR_ACTOR_REMINDER_ALREADY_EXISTS", "ERR_ACTOR_STACK_DEPTH",
    };

    /// <summary>Whether a failure means that something the call needs is away, or broke off. Whether it did something is not known then.</summary>
    public static bool IsAway(Exception failure) => failure switch
    {
        ActorMethodInvocationException { InnerException: ActorInvokeException { ActualExceptionType: { } type } } => AwayAtActor.Contains(type),
        DaprApiException refusal => !RefusedCalls.Contains(refusal.ErrorCode),
        DaprException { InnerException: RpcException call } => IsSidecarFailure(call.StatusCode),
        DaprException { InnerException: { } cause } => IsAway(cause),
        RpcException call => call.StatusCode == StatusCode.Unavailable || IsBrokenOff(call),
        HttpRequestException or HttpIOException or SocketException or TimeoutException => true,
        // What derives from it is about files.
        IOException => failure.GetType() == typeof(IOException),
        // HttpClient's own timeout.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };

    /// <summary>Calls a dependency.</summary>
    /// <param name="call">Makes the call.</param>
    /// <param name="refusal">What the caller is told where the dependency is away.</param>
    /// <param name="logger">Is told why.</param>
    /// <exception cref="UnavailableException">It is away, or broke off. Whether it did something is not known.</exception>
    public static async Task<T> CallAsync<T>(Func<Task<T>> call, Func<UnavailableException> refusal, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(refusal);
        try
        {
            return await call();
        }
        catch (Exception failure) when (IsAway(failure))
        {
            var told = refusal();
            LogAway(logger, told.Reason, failure);
            throw told;
        }
    }

    [LoggerMessage(LogLevel.Warning, "What is called is away ({Reason}).")]
    internal static partial void LogAway(ILogger logger, string reason, Exception failure);

    // A runtime reports a component that failed as INTERNAL, and what it has no status for as UNKNOWN. Calls that are wrong have statuses of their own.
    private static bool IsSidecarFailure(StatusCode code) => code
        is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled;

    // The client's transport failed, so that no status came from the server.
    private static bool IsBrokenOff(RpcException call) =>
        call.StatusCode is StatusCode.Internal or StatusCode.Cancelled && call.Status.DebugException is { } cause && IsAway(cause);
}
