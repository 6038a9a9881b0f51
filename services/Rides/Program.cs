using Platform.Drivers.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Rides;
using Platform.Rides.Api;
using Platform.Rides.Events;
using Platform.Rides.V1;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRides();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGrpcService<RidesApi>();
app.MapGrpcService<RideChannels>();
app.MapTopic<RideChanged, RideChangedHandler>(RideChangedHandler.Topic);
app.MapTopic<OfferChanged, OfferChangedHandler>(OfferChangedHandler.Topic);
app.MapTopic<DriversMoved, DriversMovedHandler>(DriversMovedHandler.Topic);
app.MapBroadcast<RideRequested, RideDemand>(RideDemand.Topic);
await app.RunAsync();
