using System.CommandLine;
using System.Net;
using LocalDapr;

var file = new Option<string>("--run-file", "-f") { Description = "The run template.", DefaultValueFactory = _ => "dapr.yaml" };
var dataDirectory = new Option<string>("--data-dir") { Description = "Where state is kept.", DefaultValueFactory = _ => ".platform/data" };
var ephemeral = new Option<bool>("--ephemeral") { Description = "Keep state in memory only." };
var only = new Option<string[]>("--only") { Description = "Start these apps only, separated by commas.", DefaultValueFactory = _ => [] };
var listen = new Option<string>("--listen") { Description = "The address to listen on.", DefaultValueFactory = _ => IPAddress.Loopback.ToString() };

var run = new Command("run", "Starts the apps of a run template, each with a virtual sidecar.") { file, dataDirectory, ephemeral, only, listen };
run.SetAction((parsed, cancellationToken) => RunCommand.RunAsync(
    new RunSettings(
        Path.GetFullPath(parsed.GetValue(file)!),
        Path.GetFullPath(parsed.GetValue(dataDirectory)!),
        parsed.GetValue(ephemeral),
        [.. parsed.GetValue(only)!.SelectMany(apps => apps.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        parsed.GetValue(listen)!),
    cancellationToken));
var root = new RootCommand("The Dapr API for one machine, in one process.") { run };
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
