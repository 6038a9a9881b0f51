namespace Grpc.Net.Client.Internal;

/// <summary>
/// The calls of a channel that are under way: linked lists through the calls themselves, so that a call costs no allocation here, and
/// several of them, so that threads seldom meet.
/// </summary>
internal sealed class ActiveCalls
{
    private const int StripeCount = 16;

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(_ => new Stripe())];

    public void Add(ClientCall call) => StripeOf(call).Add(call);

    public void Remove(ClientCall call) => StripeOf(call).Remove(call);

    /// <summary>The calls that are under way now.</summary>
    public ClientCall[] Snapshot() => [.. _stripes.SelectMany(stripe => stripe.Snapshot())];

    private Stripe StripeOf(ClientCall call) => _stripes[(uint)call.GetHashCode() % StripeCount];

    /// <summary>A call's neighbours.</summary>
    internal struct Links
    {
        public ClientCall? Previous;
        public ClientCall? Next;
    }

    private sealed class Stripe
    {
        private readonly Lock _lock = new();
        private ClientCall? _first;

        public void Add(ClientCall call)
        {
            lock (_lock)
            {
                call.Links.Next = _first;
                if (_first is not null)
                {
                    _first.Links.Previous = call;
                }

                _first = call;
            }
        }

        public void Remove(ClientCall call)
        {
            lock (_lock)
            {
                var (previous, next) = (call.Links.Previous, call.Links.Next);
                if (previous is not null)
                {
                    previous.Links.Next = next;
                }
                else if (_first == call)
                {
                    _first = next;
                }

                if (next is not null)
                {
                    next.Links.Previous = previous;
                }

                call.Links = default;
            }
        }

        public List<ClientCall> Snapshot()
        {
            lock (_lock)
            {
                List<ClientCall> calls = [];
                for (var call = _first; call is not null; call = call.Links.Next)
                {
                    calls.Add(call);
                }

                return calls;
            }
        }
    }
}
