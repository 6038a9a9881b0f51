using LocalDapr.Runtime.Actors.Schedules;

namespace LocalDapr.Runtime.Actors.Timers;

/// <summary>A timer as it was registered. It lives as long as its actor is active.</summary>
/// <param name="Name">Name within the actor.</param>
/// <param name="Body">What the app gets with each firing, JSON.</param>
/// <param name="Schedule">When it fires.</param>
internal sealed record ActorTimer(string Name, ReadOnlyMemory<byte> Body, FiringSchedule Schedule);
