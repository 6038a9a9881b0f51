using Google.Protobuf;
using Grpc.Core;
using Platform.Hosting;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Rides.Storage;
using Platform.Rides.V1;
using Platform.State.Idempotency;
using Ride = Platform.Rides.Domain.Ride;

namespace Platform.Rides.Api;

/// <summary>The API of rides.</summary>
internal sealed class RidesApi(IRideStore rides, RideBooking booking, Trips trips, RideSharing sharing, EarningStore earnings, RideAudit audit, RideValidator validator)
    : RideService.RideServiceBase
{
    private const int DefaultPageSize = 20;
    private const int MaxPageSize = 100;

    public override async Task<EstimateRideResponse> EstimateRide(EstimateRideRequest request, ServerCallContext context)
    {
        RideValidator.Check(request);
        var estimate = await booking.EstimateAsync(Points.ToDomain(request.Pickup), Points.ToDomain(request.Dropoff), request.VehicleClass, context.CancellationToken);
        return new EstimateRideResponse { Quotes = { estimate.Quotes.Select(RideMapper.ToProto) } };
    }

    public override async Task<V1.Ride> CreateRide(CreateRideRequest request, ServerCallContext context)
    {
        validator.Check(request);
        var fingerprint = RequestKey.Of("", "-", request.ToByteArray())!.Fingerprint;
        return RideMapper.ToRider(await booking.CreateAsync(request, context.Principal().UserId, fingerprint, context.CancellationToken));
    }

    public override async Task<V1.Ride> GetRide(GetRideRequest request, ServerCallContext context)
    {
        var ride = await GetVisibleAsync(RideNames.IdOf(request.Name), context);
        return await trips.WithPositionAsync(ride, Shown(ride, context), context.CancellationToken);
    }

    public override async Task<ListRidesResponse> ListRides(ListRidesRequest request, ServerCallContext context)
    {
        var user = context.Principal().UserId;
        var (size, before) = PageOf(request.PageSize, request.PageToken, user);
        var (page, next) = await rides.ListAsync(user, before, size, context.CancellationToken);
        return new ListRidesResponse
        {
            Rides = { page.Where(context.Principal().MaySee).Select(ride => Shown(ride, context)) },
            NextPageToken = next is { } position ? PageToken.Encode([position], user) : "",
        };
    }

    public override async Task<V1.Ride> CancelRide(CancelRideRequest request, ServerCallContext context)
    {
        RideValidator.Check(request);
        var ride = await GetVisibleAsync(RideNames.IdOf(request.Name), context);
        // An admin cancels for the rider.
        var byDriver = context.Principal().IsDriverOf(ride) && !context.Principal().IsRiderOf(ride);
        return Shown(await trips.CancelAsync(ride, byDriver, context.CancellationToken), context);
    }

    public override async Task<V1.Ride> ArriveRide(ArriveRideRequest request, ServerCallContext context) =>
        Shown(await trips.ArriveAsync(await GetDrivenAsync(request.Name, context), context.CancellationToken), context);

    public override async Task<V1.Ride> StartRide(StartRideRequest request, ServerCallContext context)
    {
        RideValidator.Check(request);
        return Shown(await trips.StartAsync(await GetDrivenAsync(request.Name, context), request.StartCode, context.CancellationToken), context);
    }

    public override async Task<V1.Ride> RenewStartCode(RenewStartCodeRequest request, ServerCallContext context) =>
        Shown(await trips.RenewCodeAsync(await GetOwnAsync(request.Name, context), context.CancellationToken), context);

    public override async Task<V1.Ride> ChangeDropoff(ChangeDropoffRequest request, ServerCallContext context)
    {
        RideValidator.Check(request);
        var ride = await GetOwnAsync(request.Name, context);
        return Shown(await trips.ChangeDropoffAsync(ride, Points.ToDomain(request.Dropoff), context.CancellationToken), context);
    }

    public override async Task<V1.Ride> CompleteRide(CompleteRideRequest request, ServerCallContext context)
    {
        var ride = await GetDrivenAsync(request.Name, context);
        RideValidator.Check(request, ride);
        return Shown(await trips.CompleteAsync(ride, request, context.CancellationToken), context);
    }

    public override async Task<V1.Ride> RateRide(RateRideRequest request, ServerCallContext context)
    {
        RideValidator.Check(request);
        var ride = await GetVisibleAsync(RideNames.IdOf(request.Name), context);
        var caller = context.Principal();
        return caller.IsRiderOf(ride) || caller.IsDriverOf(ride)
            ? Shown(await trips.RateAsync(ride, caller.IsRiderOf(ride), request.Stars, context.CancellationToken), context)
            : throw new PermissionDeniedException("NOT_A_PARTY", "Only the rider and the driver rate a ride.");
    }

    public override async Task<V1.Ride> RaiseSos(RaiseSosRequest request, ServerCallContext context)
    {
        RideValidator.Check(request);
        var ride = await GetVisibleAsync(RideNames.IdOf(request.Name), context);
        return Shown(await sharing.RaiseSosAsync(ride, context.Principal().UserId, request, context.CancellationToken), context);
    }

    public override async Task<ShareRideResponse> ShareRide(ShareRideRequest request, ServerCallContext context) =>
        await sharing.ShareAsync(await GetOwnAsync(request.Name, context), context.CancellationToken);

    public override Task<SharedRide> GetSharedRide(GetSharedRideRequest request, ServerCallContext context) =>
        sharing.GetAsync(request.Name, context.CancellationToken);

    public override async Task<Receipt> GetReceipt(GetReceiptRequest request, ServerCallContext context)
    {
        var ride = await GetVisibleAsync(RideNames.RideOfReceipt(request.Name), context);
        return ride.Payment == Domain.RidePayment.Paid
            ? RideMapper.ToReceipt(ride)
            : throw new FailedPreconditionException("NOT_CHARGED", "The ride was not charged, or not yet.");
    }

    public override async Task<ListEarningsResponse> ListEarnings(ListEarningsRequest request, ServerCallContext context)
    {
        var driver = RideNames.DriverOf(context.Principal().UserId);
        var (size, before) = PageOf(request.PageSize, request.PageToken, driver);
        var (page, next) = await earnings.ListAsync(driver, before, size, context.CancellationToken);
        return new ListEarningsResponse
        {
            Earnings = { page.Select(RideMapper.ToProto) },
            NextPageToken = next is { } position ? PageToken.Encode([position], driver) : "",
            Balances = { (await earnings.BalancesAsync(driver, context.CancellationToken)).Select(balance => balance.ToProto()) },
        };
    }

    public override Task<AuditRidesResponse> AuditRides(AuditRidesRequest request, ServerCallContext context) => audit.RunAsync(context.CancellationToken);

    public override async Task<ClaimRideResponse> ClaimRide(ClaimRideRequest request, ServerCallContext context) => new()
    {
        Granted = RideNames.TryGetId(request.Ride, out var id) && await trips.ClaimAsync(id, request.Driver, request.OfferId, context.CancellationToken),
    };

    private static V1.Ride Shown(Ride ride, ServerCallContext context) =>
        context.Principal().IsRiderOf(ride) ? RideMapper.ToRider(ride) : RideMapper.ToProto(ride);

    private static (int Size, long? Before) PageOf(int pageSize, string pageToken, string query)
    {
        new FieldValidator().Require(pageSize >= 0, "page_size", "must not be negative").ThrowIfInvalid();
        return (pageSize == 0 ? DefaultPageSize : Math.Min(pageSize, MaxPageSize), PageToken.Decode(pageToken, query)?[0]);
    }

    private async Task<Ride> GetVisibleAsync(string id, ServerCallContext context) =>
        await rides.FindAsync(id, context.CancellationToken) is { } ride && context.Principal().MaySee(ride) ? ride : throw RideStore.Unknown(id);

    private async Task<Ride> GetOwnAsync(string name, ServerCallContext context)
    {
        var ride = await GetVisibleAsync(RideNames.IdOf(name), context);
        return context.Principal().IsRiderOf(ride) ? ride : throw new PermissionDeniedException("NOT_THE_RIDER", "Only the rider may do this.");
    }

    private async Task<Ride> GetDrivenAsync(string name, ServerCallContext context)
    {
        var ride = await GetVisibleAsync(RideNames.IdOf(name), context);
        return context.Principal().IsDriverOf(ride) ? ride : throw new PermissionDeniedException("NOT_THE_DRIVER", "Only the driver of the ride may do this.");
    }
}
