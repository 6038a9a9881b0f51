using System.CommandLine;
using Platform.Simulator.Rides;

var drivers = new Option<int>("--drivers") { DefaultValueFactory = _ => 200, Description = "How many drivers there are." };
var riders = new Option<int>("--riders") { DefaultValueFactory = _ => 200, Description = "How many people ask for a ride, once each." };
var compress = new Option<double>("--compress") { DefaultValueFactory = _ => 60, Description = "How many seconds of the city are one of yours, 1 to 100." };
var window = new Option<double>("--window") { DefaultValueFactory = _ => 60, Description = "Over how many of your seconds the requests are spread." };
var kills = new Option<int>("--kills") { DefaultValueFactory = _ => 0, Description = "How often a service, or localdapr, is killed meanwhile." };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "The same seed gives the same city." };
var report = new Option<string>("--report") { DefaultValueFactory = _ => "rides.html", Description = "Where the HTML report goes." };

var rides = new Command("rides", "Drivers and riders of a city, on a platform that is started for them. Ends with 1 when something is wrong in the books.")
{
    drivers, riders, compress, window, kills, seed, report,
};
rides.SetAction((arguments, cancellationToken) => RideSimulation.RunAsync(
    new RideSimulationOptions
    {
        Drivers = arguments.GetValue(drivers),
        Riders = arguments.GetValue(riders),
        Compress = arguments.GetValue(compress),
        Window = TimeSpan.FromSeconds(arguments.GetValue(window)),
        Kills = arguments.GetValue(kills),
        Seed = arguments.GetValue(seed),
        Report = arguments.GetValue(report)!,
    },
    cancellationToken));

return await new RootCommand("Plays the people who use the platform.") { rides }.Parse(args).InvokeAsync();
