using System.CommandLine;
using Dapr.Client;
using Platform.Checker.Commerce;

var sidecar = new Option<string>("--sidecar") { DefaultValueFactory = _ => "http://localhost:3601", Description = "The gRPC port of the gateway's sidecar, which may call everything as staff." };
var noProvider = new Option<bool>("--no-provider") { Description = "Leave the provider's own record to the reconciliation of the ledger: it is not the simulator, or cannot be read from here." };

var commerce = new Command("commerce", "Holds orders, stock movements, payments, ledger and provider against each other. Ends with 1 when they differ.") { sidecar, noProvider };
commerce.SetAction((arguments, cancellationToken) => CommerceCheck.RunAsync(
    new CommerceBooks(app => DaprClient.CreateInvocationInvoker(app, arguments.GetValue(sidecar))),
    readsProvider: !arguments.GetValue(noProvider),
    pause: TimeSpan.FromSeconds(2),
    Console.Out,
    Console.Error,
    cancellationToken));

return await new RootCommand("Checks what must be true of a running platform.") { commerce }.Parse(args).InvokeAsync();
