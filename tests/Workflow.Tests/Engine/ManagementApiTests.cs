using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using Platform.Testing;

namespace Workflow.Tests.Engine;

/// <summary>The workflow API of Dapr: <c>/v1.0/workflows</c> and the gRPC methods of the same names.</summary>
public sealed class ManagementApiTests : IAsyncLifetime
{
    private EngineHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await EngineHost.StartAsync();
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<int, int>("AddsEvent", async (context, input) =>
            {
                context.SetCustomStatus("waiting");
                return input + await context.WaitForExternalEventAsync<int>("Number");
            });
            options.RegisterWorkflow<int, int>("Fails", (_, _) => throw new InvalidOperationException("on purpose"));
        });
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("v1.0")]
    [InlineData("v1.0-beta1")]
    [InlineData("v1.0-alpha1")]
    public async Task Http_LifeOfAnInstance(string version)
    {
        var root = $"{version}/workflows/dapr/";

        var started = await _host.Http.PostAsync(new Uri($"{root}AddsEvent/start?instanceID=sum-1", UriKind.Relative), new StringContent("40"));
        await PostAsync($"{root}sum-1/pause");
        var paused = await GetAsync($"{root}sum-1");
        await PostAsync($"{root}sum-1/resume");
        await _host.Http.PostAsync(new Uri($"{root}sum-1/raiseEvent/Number", UriKind.Relative), new StringContent("2"));
        await _host.WaitAsync("sum-1");
        var ended = await GetAsync($"{root}sum-1");
        var purged = await PostAsync($"{root}sum-1/purge");

        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await started.Content.ReadFromJsonAsync<JsonObject>())!["instanceID"]!.GetValue<string>().ShouldBe("sum-1");
        paused["runtimeStatus"]!.GetValue<string>().ShouldBe("SUSPENDED");
        ended["instanceID"]!.GetValue<string>().ShouldBe("sum-1");
        ended["workflowName"]!.GetValue<string>().ShouldBe("AddsEvent");
        ended["runtimeStatus"]!.GetValue<string>().ShouldBe("COMPLETED");
        ended["createdAt"]!.GetValue<string>().ShouldBe("2026-01-01T00:00:00Z");
        var properties = ended["properties"]!.AsObject().ToDictionary(each => each.Key, each => each.Value!.GetValue<string>());
        properties.ShouldBe(new Dictionary<string, string>
        {
            ["dapr.workflow.custom_status"] = "\"waiting\"",
            ["dapr.workflow.input"] = "40",
            ["dapr.workflow.output"] = "42",
        });
        purged.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Http_Terminate_Ends()
    {
        await PostAsync("v1.0/workflows/dapr/AddsEvent/start?instanceID=ends");

        (await PostAsync("v1.0/workflows/dapr/ends/terminate")).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await _host.WaitAsync("ends");
        (await GetAsync("v1.0/workflows/dapr/ends"))["runtimeStatus"]!.GetValue<string>().ShouldBe("TERMINATED");
    }

    [Theory]
    [InlineData("GET", "nobody", HttpStatusCode.NotFound, "ERR_INSTANCE_ID_NOT_FOUND")]
    [InlineData("POST", "nobody/terminate", HttpStatusCode.NotFound, "ERR_INSTANCE_ID_NOT_FOUND")]
    [InlineData("POST", "nobody/purge", HttpStatusCode.NotFound, "ERR_INSTANCE_ID_NOT_FOUND")]
    [InlineData("POST", "nobody/raiseEvent/x", HttpStatusCode.NotFound, "ERR_INSTANCE_ID_NOT_FOUND")]
    [InlineData("POST", "AddsEvent/start?instanceID=with.dots", HttpStatusCode.BadRequest, "ERR_INSTANCE_ID_INVALID")]
    [InlineData("POST", "AddsEvent/start?instanceID=0123456789012345678901234567890123456789012345678901234567890123456789", HttpStatusCode.BadRequest, "ERR_INSTANCE_ID_TOO_LONG")]
    [InlineData("POST", "AddsEvent/start?instanceID=taken", HttpStatusCode.Conflict, "ERR_START_WORKFLOW")]
    [InlineData("POST", "taken/purge", HttpStatusCode.Conflict, "ERR_PURGE_WORKFLOW")]
    public async Task Http_BadRequest_HasItsCode(string method, string path, HttpStatusCode status, string code)
    {
        await PostAsync("v1.0/workflows/dapr/AddsEvent/start?instanceID=taken");
        using var request = new HttpRequestMessage(new HttpMethod(method), "v1.0/workflows/dapr/" + path);

        using var response = await _host.Http.SendAsync(request);

        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadFromJsonAsync<JsonObject>())!["errorCode"]!.GetValue<string>().ShouldBe(code);
    }

    [Fact]
    public async Task Grpc_LifeOfAnInstance()
    {
        var started = await _host.Dapr.StartWorkflowBeta1Async(new StartWorkflowRequest
        {
            WorkflowComponent = "dapr",
            WorkflowName = "AddsEvent",
            Input = ByteString.CopyFromUtf8("1"),
            Options = { ["dapr.workflow.start_time"] = "2026-01-01T01:00:00Z" },
        });
        var id = started.InstanceId;
        var pending = await _host.Dapr.GetWorkflowBeta1Async(new GetWorkflowRequest { InstanceId = id });
        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.Dapr.PauseWorkflowBeta1Async(new PauseWorkflowRequest { InstanceId = id });
        await _host.Dapr.ResumeWorkflowBeta1Async(new ResumeWorkflowRequest { InstanceId = id });
        await _host.Dapr.RaiseEventWorkflowBeta1Async(
            new RaiseEventWorkflowRequest { InstanceId = id, EventName = "Number", EventData = ByteString.CopyFromUtf8("2") });
        await _host.WaitAsync(id);
        var ended = await _host.Dapr.GetWorkflowAlpha1Async(new GetWorkflowRequest { InstanceId = id });
        await _host.Dapr.PurgeWorkflowBeta1Async(new PurgeWorkflowRequest { InstanceId = id });

        pending.RuntimeStatus.ShouldBe("PENDING");
        ended.RuntimeStatus.ShouldBe("COMPLETED");
        ended.Properties["dapr.workflow.output"].ShouldBe("3");
        (await _host.Dapr.GetWorkflowBeta1Async(new GetWorkflowRequest { InstanceId = id })).RuntimeStatus.ShouldBeEmpty();
        await RpcStatus.OfAsync(_host.Dapr.TerminateWorkflowBeta1Async(new TerminateWorkflowRequest { InstanceId = id }).ResponseAsync)
            .ShouldBeAsync(StatusCode.NotFound);
    }

    [Fact]
    public async Task Grpc_Failure_IsDescribed()
    {
        var started = await _host.Dapr.StartWorkflowAlpha1Async(new StartWorkflowRequest { WorkflowName = "Fails" });
        await _host.WaitAsync(started.InstanceId);

        var state = await _host.Dapr.GetWorkflowBeta1Async(new GetWorkflowRequest { InstanceId = started.InstanceId });

        state.RuntimeStatus.ShouldBe("FAILED");
        state.Properties["dapr.workflow.failure.error_type"].ShouldBe("System.InvalidOperationException");
        state.Properties["dapr.workflow.failure.error_message"].ShouldBe("on purpose");
    }

    [Fact]
    public async Task Metadata_CountsTheWorkers()
    {
        await Eventually.AssertAsync(async () =>
            (await GetAsync("v1.0/metadata"))["workflows"]!["connectedWorkers"]!.GetValue<int>().ShouldBe(1));
        (await _host.Dapr.GetMetadataAsync(new GetMetadataRequest())).Workflows.ConnectedWorkers.ShouldBe(1);
    }

    [Fact]
    public async Task Grpc_WithAppIdOfAnotherApp_IsServedByTheSidecarItself()
    {
        var headers = new Metadata { { "dapr-app-id", "billing" } };

        await _host.Raw.HelloAsync(new Google.Protobuf.WellKnownTypes.Empty(), headers).ResponseAsync.WaitAsync(Eventually.Patience);
    }

    private Task<HttpResponseMessage> PostAsync(string path) => _host.Http.PostAsync(new Uri(path, UriKind.Relative), content: null);

    private async Task<JsonObject> GetAsync(string path) => (await _host.Http.GetFromJsonAsync<JsonObject>(path))!;
}
