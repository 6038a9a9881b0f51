using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Resiliency;

/// <summary>
/// A circuit breaker with the states and counts that Dapr documents. Closed, it counts; when its policy's condition holds after a failure it
/// opens and refuses all calls; after a time it is half-open and lets a few through: if all of them succeed it closes, with the first that
/// fails it opens again. A change of state begins a new generation: the ends of calls that began before it do not count.
/// </summary>
internal sealed partial class CircuitBreaker(string name, CircuitBreakerPolicy policy, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private State _state;
    private Counts _counts;
    private long _generation;
    private DateTimeOffset _periodEnds = policy.Interval > TimeSpan.Zero ? time.GetUtcNow() + policy.Interval : DateTimeOffset.MaxValue;

    private enum State
    {
        Closed,
        HalfOpen,
        Open,
    }

    /// <summary>Asks to make a call; null when it may be made, else why not.</summary>
    /// <param name="generation">To be handed to <see cref="Leave"/> when the call ends.</param>
    public string? Enter(out long generation)
    {
        lock (_lock)
        {
            MoveOn();
            generation = _generation;
            if (_state == State.Open)
                return "circuit breaker is open";
            if (_state == State.HalfOpen && _counts.Requests >= policy.MaxRequests)
                return "too many requests while the circuit breaker is half-open";
            _counts.Requests++;
            return null;
        }
    }

    /// <summary>Says how a call ended.</summary>
    /// <param name="generation">From <see cref="Enter"/>.</param>
    /// <param name="succeeded">Null for a call that its caller gave up: it says nothing.</param>
    public void Leave(long generation, bool? succeeded)
    {
        lock (_lock)
        {
            MoveOn();
            if (generation != _generation)
                return;
            if (succeeded is null)
                _counts.Requests--;
            else if (succeeded.Value)
                Succeed();
            else
                Fail();
        }
    }

    private void Succeed()
    {
        _counts.Succeed();
        if (_state == State.HalfOpen && _counts.ConsecutiveSuccesses >= policy.MaxRequests)
            Become(State.Closed);
    }

    private void Fail()
    {
        _counts.Fail();
        if (_state == State.HalfOpen || policy.Trip.Holds(name => _counts.Get(name)))
            Become(State.Open);
    }

    /// <summary>Does what time has brought about.</summary>
    private void MoveOn()
    {
        if (time.GetUtcNow() < _periodEnds)
            return;
        if (_state == State.Open)
            Become(State.HalfOpen);
        else
            Begin();
    }

    private void Become(State state)
    {
        LogChanged(name, _state, state);
        _state = state;
        Begin();
    }

    private void Begin()
    {
        _generation++;
        _counts = default;
        var period = _state switch
        {
            State.Closed => policy.Interval,
            State.Open => policy.Timeout,
            _ => TimeSpan.Zero,
        };
        _periodEnds = period > TimeSpan.Zero ? time.GetUtcNow() + period : DateTimeOffset.MaxValue;
    }

    /// <summary>What a breaker counts in one generation.</summary>
    private struct Counts
    {
        public long Requests;
        public long ConsecutiveSuccesses;
        private long _totalSuccesses;
        private long _totalFailures;
        private long _consecutiveFailures;

        public void Succeed()
        {
            _totalSuccesses++;
            ConsecutiveSuccesses++;
            _consecutiveFailures = 0;
        }

        public void Fail()
        {
            _totalFailures++;
            _consecutiveFailures++;
            ConsecutiveSuccesses = 0;
        }

        public readonly long Get(string name) => name switch
        {
            "requests" => Requests,
            "totalSuccesses" => _totalSuccesses,
            "totalFailures" => _totalFailures,
            "consecutiveSuccesses" => ConsecutiveSuccesses,
            _ => _consecutiveFailures,
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Circuit breaker {Name} was {Before} and is {After} now")]
    private partial void LogChanged(string name, State before, State after);
}
