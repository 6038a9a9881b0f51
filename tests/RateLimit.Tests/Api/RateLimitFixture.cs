using Grpc.Core.Interceptors;
using Platform.Hosting.Access;
using Platform.RateLimit;
using Platform.RateLimit.V1;
using Platform.Testing;
using Platform.Testing.Services;

namespace RateLimit.Tests.Api;

/// <summary>The limiter on its port, with rules and a clock of the tests. Nothing in it may log an error.</summary>
public sealed class RateLimitFixture : IAsyncLifetime
{
    private const string AppId = "ratelimit";
    private readonly TempFolder _folder = new();
    private TestPlatform? _platform;

    /// <summary>The clock of the limiter and its sidecar.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The limiter and its sidecar.</summary>
    public ServiceHost Host => Platform[AppId];

    /// <summary>A client of its port.</summary>
    public RateLimitService.RateLimitServiceClient Client => new(Host.Channel);

    /// <summary>An administrator's client of its rules.</summary>
    public RateLimitRuleService.RateLimitRuleServiceClient Rules => new(Host.Channel.Intercept(headers =>
    {
        headers.AddUser("root", ["admin"], scopes: null);
        return headers;
    }));

    /// <summary>A client as Envoy is one.</summary>
    public Envoy.Service.RateLimit.V3.RateLimitService.RateLimitServiceClient Envoy => new(Host.Channel);

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder["rules.yaml"], Yaml);
        _platform = await TestPlatform.StartAsync(Clock, new ServiceSettings<RateLimitOptions>
        {
            AppId = AppId,
            Configuration = new Dictionary<string, string?> { ["RateLimit:RulesFile"] = _folder["rules.yaml"] },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        _folder.Dispose();
        Platform.Logs.ShouldHoldNoErrors();
    }

    private const string Yaml = """
        plans:
          free:
          - {algorithm: fixed-window, limit: 3/day}
          gold:
          - {algorithm: fixed-window, limit: 6/day}
          - {name: gold-month, algorithm: fixed-window, limit: 8/month}
        domains:
          test:
            allow:
            - {ip: 10.0.0.0/8}
            deny:
            - {ip: 10.6.6.0/24}
            - {user: mallory}
            rules:
              by-algorithm:
                match: {algorithm: "*"}
                limits: [{algorithm: fixed-window, limit: 1/hour}]
              token-bucket:
                match: {algorithm: token-bucket}
                limits: [{algorithm: token-bucket, limit: 5/minute}]
              leaky-bucket:
                match: {algorithm: leaky-bucket}
                limits: [{algorithm: leaky-bucket, limit: 5/minute}]
              gcra:
                match: {algorithm: gcra}
                limits: [{algorithm: gcra, limit: 5/minute}]
              sliding-log:
                match: {algorithm: sliding-log}
                limits: [{algorithm: sliding-log, limit: 5/minute}]
              sliding-window-counter:
                match: {algorithm: sliding-window-counter}
                limits: [{algorithm: sliding-window-counter, limit: 5/minute}]
              windows:
                match: {windows: "*"}
                limits:
                - {name: short, algorithm: fixed-window, limit: 2/second}
                - {name: long, algorithm: fixed-window, limit: 3/hour}
              all:
                match: {tree: "*"}
                limits: [{algorithm: fixed-window, limit: 4/hour}]
              branch:
                match: {tree: "*", branch: "*"}
                limits: [{algorithm: fixed-window, limit: 2/hour}]
              quiet:
                match: {quiet: "*"}
                shadow: true
                limits: [{algorithm: fixed-window, limit: 1/hour}]
              plan:
                match: {account: "*"}
                plan: {by: tier, default: free}
              leased:
                match: {leased: "*"}
                leaseShare: 0.2
                leaseFor: 10s
                limits: [{algorithm: fixed-window, limit: 100/hour}]
              calendar:
                match: {calendar: "*"}
                limits: [{algorithm: fixed-window, limit: 1/day, timeZone: Asia/Tokyo}]
          envoy:
            rules:
              address:
                match: {remote_address: "*"}
                limits: [{algorithm: fixed-window, limit: 3/minute}]
              login:
                match: {remote_address: "*", path: /login}
                limits: [{algorithm: fixed-window, limit: 1/minute}]
              leased:
                match: {leased: "*"}
                leaseShare: 0.2
                leaseFor: 10s
                limits: [{algorithm: fixed-window, limit: 100/hour}]
        """;
}
