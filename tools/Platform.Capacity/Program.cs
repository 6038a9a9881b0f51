using System.CommandLine;
using Platform.Capacity;

var system = new Argument<string?>("system") { Arity = ArgumentArity.ZeroOrOne, Description = "The system: a file of the folder, without .yaml." };
var all = new Option<bool>("--all") { Description = "All systems." };
var settings = new Option<string[]>("--set") { DefaultValueFactory = _ => [], Description = "Another value for an assumption or a price, such as links='1 billion/day'; may stand more than once." };
var json = new Option<bool>("--json") { Description = "Print JSON." };
var costs = new Option<bool>("--costs") { Description = "Print the table of what each system costs a month, in Markdown." };
var folder = new Option<string>("--folder") { DefaultValueFactory = _ => "docs/capacity", Description = "Where the files are." };

var root = new RootCommand("Computes traffic, storage, bandwidth and monthly cost of a system from stated assumptions, and recomputes what published designs claim.")
{
    system, all, settings, json, costs, folder,
};
root.SetAction(arguments => CapacityCommand.Run(
    new CapacityOptions
    {
        System = arguments.GetValue(system),
        All = arguments.GetValue(all),
        Json = arguments.GetValue(json),
        Costs = arguments.GetValue(costs),
        Settings = arguments.GetValue(settings)!,
        Folder = arguments.GetValue(folder)!,
    },
    Console.Out,
    Console.Error));
return root.Parse(args).Invoke();
