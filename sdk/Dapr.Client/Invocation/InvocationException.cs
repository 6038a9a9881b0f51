using Grpc.Core;

namespace Dapr.Client;

/// <summary>A call of another app failed.</summary>
public class InvocationException : DaprException
{
    /// <summary>Creates the exception for a call by HTTP.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method.</param>
    /// <param name="innerException">The cause.</param>
    /// <param name="response">What the app or the sidecar answered; null when there was no answer.</param>
    public InvocationException(string? appId, string? methodName, Exception innerException, HttpResponseMessage? response)
        : base(Describe(appId, methodName), innerException)
    {
        AppId = appId ?? Unknown;
        MethodName = methodName ?? Unknown;
        Response = response;
    }

    /// <summary>Creates the exception for a call by gRPC.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method.</param>
    /// <param name="innerException">The cause.</param>
    public InvocationException(string? appId, string? methodName, RpcException innerException)
        : this(appId, methodName, innerException, response: null)
    {
    }

    private const string Unknown = "unknown";

    /// <summary>The app that was called.</summary>
    public string AppId { get; }

    /// <summary>The method that was called.</summary>
    public string MethodName { get; }

    /// <summary>What the app or the sidecar answered by HTTP; null when there was no answer.</summary>
    public HttpResponseMessage? Response { get; }

    private static string Describe(string? appId, string? methodName) =>
        $"Calling the method '{methodName ?? Unknown}' of the app '{appId ?? Unknown}' failed.";
}
