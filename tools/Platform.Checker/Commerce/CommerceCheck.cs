using Grpc.Core;

namespace Platform.Checker.Commerce;

/// <summary>Checks a running shop and prints what it finds. Ends with 1 on a difference, with 2 when the shop cannot be read.</summary>
internal static class CommerceCheck
{
    // What goes on meanwhile looks like a difference, but not like the same one for so long.
    private const int Rounds = 3;

    /// <summary>Checks and prints.</summary>
    /// <param name="books">Where to read.</param>
    /// <param name="readsProvider">Whether the provider is the simulator.</param>
    /// <param name="pause">Between looking and looking again at what differs.</param>
    /// <param name="output">Where findings go.</param>
    /// <param name="errors">Where it goes that the shop cannot be read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<int> RunAsync(
        CommerceBooks books, bool readsProvider, TimeSpan pause, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            var found = await new OrderChecker(books, readsProvider).CheckAllAsync(cancellationToken);
            var differences = found.Differences;
            for (var round = 1; round < Rounds && differences.Count > 0; round++)
            {
                await Task.Delay(pause, TimeProvider.System, cancellationToken);
                found = await new OrderChecker(books, readsProvider).CheckAllAsync(cancellationToken);
                differences = [.. differences.Intersect(found.Differences)];
            }

            await output.WriteLineAsync($"{found.Orders} orders, {found.UnderWay} more under way, {found.Skus} SKUs");
            await output.WriteLineAsync(differences.Count == 0 ? "books: all agree" : $"books: {differences.Count} differences");
            foreach (var difference in differences)
            {
                await output.WriteLineAsync("  " + difference);
            }

            return differences.Count == 0 ? 0 : 1;
        }
        catch (RpcException unreadable)
        {
            await errors.WriteLineAsync($"the shop cannot be read: {unreadable.Status.StatusCode} {unreadable.Status.Detail}");
            return 2;
        }
    }
}
