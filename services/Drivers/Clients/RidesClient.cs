using Grpc.Core;
using Platform.Drivers.Api;
using Platform.Hosting.Failures;
using Platform.Rides.V1;

namespace Platform.Drivers.Clients;

/// <inheritdoc />
internal sealed partial class RidesClient(RideService.RideServiceClient rides, ILogger<RidesClient> logger) : IRides
{
    public async Task<bool> ClaimAsync(string ride, string driver, string offerId, CancellationToken cancellationToken)
    {
        var request = new ClaimRideRequest { Ride = ResourceNames.OfRide(ride), Driver = ResourceNames.OfDriver(driver), OfferId = offerId };
        try
        {
            return (await rides.ClaimRideAsync(request, cancellationToken: cancellationToken)).Granted;
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.InvalidArgument)
        {
            return false;
        }
        catch (RpcException failure)
        {
            LogFailed(offerId, failure.StatusCode);
            throw new UnavailableException("RIDES_UNAVAILABLE", "It cannot be found out who was first; try again.");
        }
    }

    [LoggerMessage(LogLevel.Warning, "The ride of offer {Offer} could not be claimed ({Status}).")]
    private partial void LogFailed(string offer, StatusCode status);
}
