using Dapr.Actors.Runtime;
using Microsoft.Extensions.Options;
using Platform.Drivers.Domain.Regions;
using Platform.Drivers.Events;
using Platform.Hosting;
using Platform.Hosting.Failures;

namespace Platform.Drivers.Actors;

/// <inheritdoc cref="IRegionActor" />
internal sealed class RegionActor(
    ActorHost host, IOptions<DriversOptions> options, TimeProvider clock, IDriverEvents events, ActorCalls actors) : Actor(host), IRegionActor, IRemindable
{
    /// <summary>The type of the actors.</summary>
    public const string Type = "Region";

    private const string SweepReminder = "sweep";

    private readonly Region _region = new(options.Value.ToRegionRules(), clock.GetUtcNow());
    private bool _isSwept;

    private DateTimeOffset Now => clock.GetUtcNow();

    public Task<Sighting?[]> ReportAsync(Report[] reports, CancellationToken cancellationToken = default) =>
        Task.FromResult(Array.ConvertAll(reports, report => _region.Take(report, Now)));

    public async Task PutAsync(Presence[] drivers, CancellationToken cancellationToken = default)
    {
        foreach (var driver in drivers)
        {
            _region.Put(driver, Now);
        }

        if (!_isSwept && _region.Count > 0)
        {
            // A reminder and no timer: it calls the region into life again after a crash, and from then on who does not report is silent.
            await RegisterReminderAsync(SweepReminder, [], options.Value.CountInterval, options.Value.CountInterval);
            _isSwept = true;
        }
    }

    public Task<Whereabouts> SeeAsync(string driver, CancellationToken cancellationToken = default) => Task.FromResult(_region.See(driver));

    public Task<Candidate[][]> FindAsync(CandidateQuery[] queries, CancellationToken cancellationToken = default) =>
        Task.FromResult(Array.ConvertAll(queries, query => _region.Find(query, Now).ToArray()));

    public async Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        _ = LookAfterAsync(_region.Sweep(Now));
        await events.CountedAsync(Id.GetId(), _region.CountByCell(Now), Now, CancellationToken.None);
        if (_region.Count == 0)
        {
            await UnregisterReminderAsync(reminderName);
            _isSwept = false;
        }
    }

    // Beside the region's turn, for the actors ask the region.
    private async Task LookAfterAsync(IReadOnlyList<string> silent)
    {
        CurrentCall.Leave();
        foreach (var id in silent)
        {
            try
            {
                await actors.DriverAsync(id, driver => driver.GetAsync());
            }
            catch (UnavailableException)
            {
                // The next sweep asks again.
            }
        }
    }
}
