using LocalDapr.Runtime.Bindings.Outputs;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.PubSub.Delivery;
using LocalDapr.Runtime.PubSub.Subscriptions;
using LocalDapr.Runtime.Resiliency;
using LocalDapr.Runtime.State;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Testing;

namespace LocalDapr.Tests.Resiliency;

/// <summary>Calls of components, and deliveries from them, under resiliency policies.</summary>
public sealed class ComponentPolicyTests
{
    private static readonly Message[] Messages = [new(0, default)];

    private readonly ManualTimeProvider _time = new();
    private int _calls;

    [Fact]
    public async Task Binding_FailsTwice_IsCalledAgain()
    {
        var binding = Guard("  policies: {retries: {DefaultBindingComponentOutboundRetryPolicy: {duration: 1ms, maxRetries: 2}}}", failures: 2, TimeProvider.System);

        await binding.InvokeAsync(new BindingRequest("create", default, new Dictionary<string, string>()), CancellationToken.None);

        _calls.ShouldBe(3);
    }

    [Fact]
    public async Task Binding_CircuitBreakerOpen_IsRefusedWithItsError()
    {
        var binding = Guard("  policies: {circuitBreakers: {DefaultCircuitBreakerPolicy: {trip: totalFailures >= 1, timeout: 10s}}}", failures: 1, _time);
        var request = new BindingRequest("create", default, new Dictionary<string, string>());
        await Should.ThrowAsync<BindingException>(() => binding.InvokeAsync(request, CancellationToken.None));

        (await Should.ThrowAsync<BindingException>(() => binding.InvokeAsync(request, CancellationToken.None))).Message.ShouldBe("circuit breaker is open");
        _time.Advance(TimeSpan.FromSeconds(10));
        await binding.InvokeAsync(request, CancellationToken.None);

        _calls.ShouldBe(2);
    }

    [Fact]
    public async Task State_EtagThatIsNotCurrent_IsNoFailureOfTheStore()
    {
        var pipeline = Specs.Policies("  policies: {retries: {DefaultRetryPolicy: {}}, circuitBreakers: {DefaultCircuitBreakerPolicy: {trip: totalFailures >= 1}}}")
            .OutboundOf<bool>(ComponentOf("state.redis"), _time, NullLogger.Instance)!;

        for (var i = 0; i < 3; i++)
        {
            await Should.ThrowAsync<DaprException>(() => pipeline.RunAsync(
                _ => throw StateErrors.SaveConflict("s").ToException(), reason => new InvalidOperationException(reason), CancellationToken.None));
        }
    }

    [Fact]
    public async Task Delivery_SlowerThanTheTimeout_IsToBeRetried()
    {
        var subscriber = Subscribe("  policies: {timeouts: {DefaultPubsubComponentInboundTimeoutPolicy: 5s}}", async token =>
        {
            await Task.Delay(TimeSpan.FromHours(1), _time, token);
            return DeliveryStatus.Success;
        });

        var delivery = subscriber.DeliverAsync(Messages, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(5));

        (await delivery).ShouldBe([DeliveryStatus.Retry]);
    }

    [Fact]
    public async Task Delivery_WithoutPolicies_EndsAfterAMinute()
    {
        var subscriber = Subscribe("  policies: {}", async token =>
        {
            await Task.Delay(TimeSpan.FromHours(1), _time, token);
            return DeliveryStatus.Success;
        });

        var delivery = subscriber.DeliverAsync(Messages, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(59));
        delivery.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await delivery).ShouldBe([DeliveryStatus.Retry]);
    }

    [Fact]
    public async Task Delivery_CircuitBreakerOpen_HoldsMessagesBackAndLosesNone()
    {
        var subscriber = Subscribe(
            "  policies: {circuitBreakers: {DefaultCircuitBreakerPolicy: {trip: consecutiveFailures >= 2, timeout: 10s}}}",
            _ => Task.FromResult<DeliveryResult>(++_calls <= 2 ? DeliveryStatus.Retry : DeliveryStatus.Success));

        (await subscriber.DeliverAsync(Messages, CancellationToken.None)).ShouldBe([DeliveryStatus.Retry]);
        (await subscriber.DeliverAsync(Messages, CancellationToken.None)).ShouldBe([DeliveryStatus.Retry]);
        (await subscriber.DeliverAsync(Messages, CancellationToken.None)).ShouldBe([DeliveryStatus.Unreachable]);
        _time.Advance(TimeSpan.FromSeconds(10));

        (await subscriber.DeliverAsync(Messages, CancellationToken.None)).ShouldBe([DeliveryStatus.Success]);
        _calls.ShouldBe(3);
    }

    private static Component ComponentOf(string type) => new() { Name = "c", Type = type, Location = "test" };

    private ResilientBinding Guard(string spec, int failures, TimeProvider time) => new ResilientBinding(
        new FailingBinding(() => ++_calls <= failures),
        Specs.Policies(spec).OutboundOf<BindingResponse>(ComponentOf("bindings.http"), time, NullLogger.Instance)!);

    private ResilientSubscriber Subscribe(string spec, Func<CancellationToken, Task<DeliveryResult>> deliver) => new ResilientSubscriber(
        new Subscriber(deliver),
        ResilientSubscriber.PipelineOf("c", Specs.Policies(spec).ForComponent("c", BuildingBlocks.PubSub, ComponentDirection.Inbound), _time, NullLogger.Instance));

    private sealed class FailingBinding(Func<bool> fails) : IOutputBinding
    {
        public IReadOnlyList<string> Operations => ["create"];

        public Task<BindingResponse> InvokeAsync(BindingRequest request, CancellationToken cancellationToken) =>
            fails() ? throw new BindingException("it failed") : Task.FromResult(BindingResponse.Empty);
    }

    private sealed class Subscriber(Func<CancellationToken, Task<DeliveryResult>> deliver) : ISubscriber
    {
        public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Message> messages, CancellationToken cancellationToken) =>
            [await deliver(cancellationToken)];
    }
}
