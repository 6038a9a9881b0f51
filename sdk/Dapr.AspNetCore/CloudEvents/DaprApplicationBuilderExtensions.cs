using Dapr;
using Dapr.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the unwrapping of CloudEvents.</summary>
public static class DaprApplicationBuilderExtensions
{
    /// <summary>
    /// Unwraps requests of the media type <c>application/cloudevents+json</c>: endpoints see the event's data as the body, with the
    /// data's media type.
    /// </summary>
    /// <param name="builder">The app.</param>
    public static IApplicationBuilder UseCloudEvents(this IApplicationBuilder builder) =>
        builder.UseCloudEvents(new CloudEventsMiddlewareOptions());

    /// <summary>As <see cref="UseCloudEvents(IApplicationBuilder)"/>, with options.</summary>
    /// <param name="builder">The app.</param>
    /// <param name="options">How events are unwrapped.</param>
    public static IApplicationBuilder UseCloudEvents(this IApplicationBuilder builder, CloudEventsMiddlewareOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseMiddleware<CloudEventsMiddleware>(options);
    }
}
