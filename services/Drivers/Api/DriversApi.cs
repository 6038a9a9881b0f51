using Grpc.Core;
using Platform.Drivers.Actors;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Events;
using Platform.Drivers.Storage;
using Platform.Drivers.V1;
using Platform.Hosting;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Messaging;

namespace Platform.Drivers.Api;

/// <summary>The API of drivers: what drivers and riders call.</summary>
internal sealed partial class DriversApi(
    ActorCalls actors, Regions regions, BatchingPublisher<DriverMove> moves, TrackStore tracks, DriverRoster roster, TimeProvider clock) : DriverService.DriverServiceBase
{
    private const string DriverRole = "driver";
    private const int DefaultPageSize = 20;
    private const int MaxPageSize = 100;

    public override async Task<Driver> GetDriver(GetDriverRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Driver(request.Name, context);
        var answer = await actors.DriverAsync(id, driver => driver.GetAsync(context.CancellationToken));
        return ToProto(id, answer.Driver.IsKnown ? answer : answer with { Outcome = DriverOutcome.Unknown });
    }

    public override async Task<ListDriversResponse> ListDrivers(ListDriversRequest request, ServerCallContext context)
    {
        new FieldValidator().Require(request.PageSize is >= 0 and <= MaxPageSize, "page_size", "must be 1 to 100").ThrowIfInvalid();
        var size = request.PageSize == 0 ? DefaultPageSize : request.PageSize;
        var ids = await roster.ReadAsync(PageToken.DecodeText(request.PageToken, nameof(ListDrivers)), size, context.CancellationToken);
        var answers = await Task.WhenAll(ids.Select(id => actors.DriverAsync(id, driver => driver.GetAsync(context.CancellationToken))));
        return new ListDriversResponse
        {
            Drivers = { ids.Zip(answers).Select(each => ToProto(each.First, each.Second)) },
            NextPageToken = ids.Count == size ? PageToken.EncodeText(ids[^1], nameof(ListDrivers)) : "",
        };
    }

    public override Task<Driver> UpdateDriver(UpdateDriverRequest request, ServerCallContext context)
    {
        request.Driver ??= new Driver();
        var call = DriverValidator.Check(request);
        return CallAsync(ResourceNames.Driver(request.Driver.Name, context, "driver.name"), driver => driver.UpdateAsync(call, context.CancellationToken));
    }

    public override Task<Driver> GoOnline(GoOnlineRequest request, ServerCallContext context)
    {
        var call = DriverValidator.Check(request);
        return CallAsync(ResourceNames.Driver(request.Name, context), driver => driver.GoOnlineAsync(call, context.CancellationToken));
    }

    public override Task<Driver> GoOffline(GoOfflineRequest request, ServerCallContext context) =>
        CallAsync(ResourceNames.Driver(request.Name, context), driver => driver.GoOfflineAsync(context.CancellationToken));

    public override Task<Driver> PauseDriver(PauseDriverRequest request, ServerCallContext context) =>
        CallAsync(ResourceNames.Driver(request.Name, context), driver => driver.PauseAsync(context.CancellationToken));

    public override Task<ReportLocationResponse> ReportLocation(ReportLocationRequest request, ServerCallContext context) =>
        ReportAsync(ResourceNames.Driver(request.Name, context), request.Positions, context.CancellationToken);

    public override async Task<StreamLocationsResponse> StreamLocations(IAsyncStreamReader<StreamLocationsRequest> requestStream, ServerCallContext context)
    {
        // Without a route it has no access rule that would say so.
        if (context.Principal() is { Kind: not PrincipalKind.Service } caller && !caller.HasRole(DriverRole))
        {
            throw new PermissionDeniedException("ROLE_REQUIRED", "This needs another role.") { Facts = { ["roles"] = DriverRole } };
        }

        var (summary, id) = (new StreamLocationsResponse(), "");
        await foreach (var report in requestStream.ReadAllAsync(context.CancellationToken))
        {
            if (id.Length == 0 || report.Name.Length > 0)
            {
                var named = ResourceNames.Driver(report.Name, context);
                id = id.Length == 0 || id == named ? named : throw new InvalidArgumentException("name", "must be the same in all reports of a stream");
            }

            var response = await ReportAsync(id, report.Positions, context.CancellationToken);
            summary.AcceptedCount += response.AcceptedCount;
            summary.RejectedCount += response.Rejections.Count;
        }

        return summary;
    }

    public override async Task<NearbyDriversResponse> NearbyDrivers(NearbyDriversRequest request, ServerCallContext context)
    {
        var found = await regions.FindAsync(DriverValidator.Check(request), context.CancellationToken);
        return new NearbyDriversResponse { Drivers = { found.Select(DriverMapper.ToNearby) } };
    }

    public override async Task<ListOffersResponse> ListOffers(ListOffersRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Driver(request.Parent, context, "parent");
        var offers = await actors.DriverAsync(id, driver => driver.ListOffersAsync(context.CancellationToken));
        return new ListOffersResponse { Offers = { offers.Select(offer => OfferMapper.ToProto(id, offer)) } };
    }

    public override Task<Offer> AcceptOffer(AcceptOfferRequest request, ServerCallContext context)
    {
        var offer = ResourceNames.Offer(request.Name);
        return CallForOfferAsync(Caller(context), driver => driver.AcceptAsync(offer, context.CancellationToken));
    }

    public override Task<Offer> DeclineOffer(DeclineOfferRequest request, ServerCallContext context)
    {
        var offer = ResourceNames.Offer(request.Name);
        return CallForOfferAsync(Caller(context), driver => driver.DeclineAsync(offer, context.CancellationToken));
    }

    public override async Task<Track> GetTrack(GetTrackRequest request, ServerCallContext context)
    {
        var (id, day) = ResourceNames.Track(request.Name, context);
        var (fixes, isArchived) = await tracks.ReadAsync(id, day, context.CancellationToken);
        return new Track { Name = ResourceNames.OfTrack(id, day), Positions = { fixes.Select(PositionMapper.ToProto) }, Archived = isArchived };
    }

    private async Task<ReportLocationResponse> ReportAsync(string id, IReadOnlyList<Position> positions, CancellationToken cancellationToken)
    {
        var fixes = DriverValidator.Check(positions);
        var answer = await regions.ReportAsync(id, fixes) ?? await actors.DriverAsync(id, driver => driver.ReportAsync(fixes, cancellationToken));
        if (answer.Availability == Domain.Shifts.Availability.Offline)
        {
            throw DriverFailures.NotOnline();
        }

        if (answer.Move is { } move)
        {
            moves.TryAdd(new DriverMove(id, answer.Ride, move));
        }

        var rejections = answer.Verdicts
            .Select((verdict, index) => (verdict, index))
            .Where(each => each.verdict != FixVerdict.Accepted)
            .Select(each => new ReportLocationResponse.Types.Rejection { Index = each.index, Reason = DriverMapper.ToProto(each.verdict) });
        var response = new ReportLocationResponse { Rejections = { rejections }, Availability = DriverMapper.ToProto(answer.Availability) };
        response.AcceptedCount = answer.Verdicts.Count - response.Rejections.Count;
        return response;
    }

    private static string Caller(ServerCallContext context) => ResourceNames.Driver("drivers/me", context);

    private async Task<Driver> CallAsync(string id, Func<IDriverActor, Task<DriverAnswer>> call) => ToProto(id, await actors.DriverAsync(id, call));

    private async Task<Offer> CallForOfferAsync(string id, Func<IDriverActor, Task<DriverAnswer>> call) =>
        OfferMapper.ToProto(id, (await actors.DriverAsync(id, call)).OrThrow().Offer!);

    private static Driver ToProto(string id, DriverAnswer answer) => DriverMapper.ToProto(id, answer.OrThrow().Driver, answer.Position);
}
