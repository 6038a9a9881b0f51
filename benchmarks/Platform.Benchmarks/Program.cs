using System.CommandLine;
using Platform.Benchmarks.Actors;
using Platform.Benchmarks.Checkout;
using Platform.Benchmarks.Geo;
using Platform.Benchmarks.Grpc;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Invocation;
using Platform.Benchmarks.Matching;
using Platform.Benchmarks.RateLimit;
using Platform.Benchmarks.Shortener;
using Platform.Benchmarks.State;
using Platform.Benchmarks.Storefront;
using Platform.Benchmarks.Transcoding;
using Platform.Benchmarks.Workflow;

var benchmarks = new Dictionary<string, Func<BenchmarkSettings, Task>>
{
    ["actors"] = ActorBenchmark.RunAsync,
    ["checkout"] = CheckoutBenchmark.RunAsync,
    ["geo"] = GeoBenchmark.RunAsync,
    ["grpc"] = GrpcBenchmark.RunAsync,
    ["json"] = JsonBenchmark.RunAsync,
    ["matching"] = MatchingBenchmark.RunAsync,
    ["ratelimit"] = RateLimitBenchmark.RunAsync,
    ["state"] = async settings =>
    {
        await StateBenchmark.RunAsync(settings);
        await ProxyBenchmark.RunAsync(settings);
    },
    ["shortener"] = RedirectBenchmark.RunAsync,
    ["storefront"] = StorefrontBenchmark.RunAsync,
    ["workflow"] = WorkflowBenchmark.RunAsync,
};
var which = new Argument<string>("benchmark").AcceptOnlyFromAmong([.. benchmarks.Keys]);
var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "How often each thing is measured." };
var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 3, Description = "How long each is measured in a round." };
var warmup = new Option<double>("--warmup") { DefaultValueFactory = _ => 8, Description = "How long each runs before it is measured, at the least; more as long as it gets faster." };
var callers = new Option<int>("--callers") { DefaultValueFactory = _ => 64, Description = "How many callers run at the same time." };

var bareRedirect = new Command(BareRedirect.Command) { Hidden = true };
bareRedirect.SetAction(_ => BareRedirect.ServeAsync());
var command = new RootCommand("Measures the platform beside its baselines.") { which, rounds, seconds, warmup, callers, bareRedirect };
command.SetAction(async arguments =>
{
    var settings = new BenchmarkSettings(
        arguments.GetValue(rounds),
        TimeSpan.FromSeconds(arguments.GetValue(seconds)),
        TimeSpan.FromSeconds(arguments.GetValue(warmup)),
        arguments.GetValue(callers));
    try
    {
        await benchmarks[arguments.GetRequiredValue(which)](settings);
        return 0;
    }
    catch (FileNotFoundException missing)
    {
        await Console.Error.WriteLineAsync(missing.Message);
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();
