using System.Text;
using Dapr.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Platform.Blobs.Links;

namespace Platform.Blobs;

/// <summary>Registers blobs.</summary>
public static class BlobServices
{
    /// <summary>The component that keeps blobs.</summary>
    public const string BindingName = "blobs";

    private const string SecretStore = "secrets";
    private const string LinkKey = "blob-link-key";

    /// <summary>
    /// Adds the blobs of a service as <see cref="IBlobStore"/>. Their URLs are on <c>PUBLIC_URL</c> and signed with the secret <c>blob-link-key</c> of the
    /// component <c>secrets</c>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="space">The service's name, which keeps its blobs apart from those of others.</param>
    public static IServiceCollection AddBlobStore(this IServiceCollection services, string space) => services
        .AddBlobLinks()
        .AddSingleton<IBlobStore>(provider =>
            new BlobStore(provider.GetRequiredService<DaprClient>(), BindingName, space, provider.GetRequiredService<BlobLinks>()));

    /// <summary>Adds what makes and opens signed URLs, for the gateway too.</summary>
    public static IServiceCollection AddBlobLinks(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new BlobLinks(
            async cancellationToken =>
            {
                var secret = await provider.GetRequiredService<DaprClient>().GetSecretAsync(SecretStore, LinkKey, cancellationToken: cancellationToken);
                return Encoding.UTF8.GetBytes(secret[LinkKey]);
            },
            provider.GetRequiredService<IConfiguration>()["PUBLIC_URL"] ?? "http://localhost:8080",
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
