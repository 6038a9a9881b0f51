using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Platform.Hosting.Internal;

/// <summary>
/// Stops the service when the localdapr that started it is gone, even by <c>kill -9</c>: localdapr holds the other end of standard input, which
/// ends with it. Only where localdapr asks for it.
/// </summary>
internal sealed class ParentWatch(IConfiguration configuration, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration["LOCALDAPR_PARENT_PIPE"] != "1")
        {
            return;
        }

        // A read of standard input cannot be cancelled. Waiting for its end would hold up every stop, so it is left alone.
        await Console.OpenStandardInput().CopyToAsync(Stream.Null, CancellationToken.None).WaitAsync(stoppingToken);
        lifetime.StopApplication();
    }
}
