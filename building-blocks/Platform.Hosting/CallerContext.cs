using Grpc.Core;

namespace Platform.Hosting;

/// <summary>Who makes a call, as the gateway says it in the metadata <c>platform-user</c>.</summary>
public static class CallerContext
{
    /// <summary>The caller of whom nothing is known.</summary>
    public const string Anonymous = "anonymous";

    private const string UserHeader = "platform-user";

    /// <summary>The caller's user id; <see cref="Anonymous"/> where the gateway let an unknown caller through.</summary>
    public static string Caller(this ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestHeaders.GetValue(UserHeader) is { Length: > 0 } user ? user : Anonymous;
    }
}
