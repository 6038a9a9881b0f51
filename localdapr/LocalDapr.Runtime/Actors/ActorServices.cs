using LocalDapr.Runtime.Actors.Calls;
using LocalDapr.Runtime.Actors.Hosting;
using LocalDapr.Runtime.Actors.Reminders;
using LocalDapr.Runtime.Actors.Timers;
using LocalDapr.Runtime.Actors.Turns;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Runtime.Actors;

/// <summary>Adds actors to the host.</summary>
internal static class ActorServices
{
    public static void AddActorRuntime(this IServiceCollection services)
    {
        services.AddSingleton<ActorPlacement>();
        services.AddSingleton<ActorTable>();
        services.AddSingleton<ActorMover>();
        services.AddSingleton<ActorRouter>();
        services.AddSingleton<ActorState>();
        services.AddSingleton<ActorPolicies>();
        services.AddSingleton<ActorDescription>();
        services.AddSingleton<TimerService>();
        services.AddSingleton<ActorReminders>();
        services.AddHostedService<ActorsService>();
    }
}
