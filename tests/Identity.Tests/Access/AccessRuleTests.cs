using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Platform.Hosting;
using Platform.Hosting.Access;
using Platform.Identity.Domain.Accounts;
using Platform.Identity.V1;
using Platform.Testing;

namespace Platform.Identity.Tests.Access;

/// <summary>Every public method of all protos is called by every kind of caller, and what they get is compared with the one table.</summary>
public sealed class AccessRuleTests : IAsyncLifetime
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    private WebApplication? _services;
    private GrpcChannel? _channel;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        var port = FreePort.Find();
        builder.Configuration["APP_PORT"] = $"{port}";
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        _services = builder.Build();
        _services.MapServiceDefaults();
        Stubs.Map(_services);
        await _services.StartAsync();
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await _services!.DisposeAsync();
    }

    [Fact]
    public async Task EveryPublicMethod_EveryCaller_GetsWhatTheTableSays()
    {
        var methods = MethodAccess.PublicMethods(typeof(UsersReflection).Assembly);
        var actual = new List<string>();

        foreach (var method in methods)
        {
            var outcomes = new List<string>();
            foreach (var caller in AccessTable.Callers)
            {
                outcomes.Add(await CallAsync(method, caller));
            }

            actual.Add($"{method.FullName}\t{string.Join('\t', outcomes)}");
        }

        var expected = AccessTable.Read().Select(row => $"{row.Key}\t{string.Join('\t', row.Value[..AccessTable.Callers.Count])}").ToList();
        var missing = actual.Except(expected).ToList();
        missing.ShouldBeEmpty("access-matrix.tsv says otherwise of these, or nothing:\n" + string.Join('\n', missing));
        expected.Except(actual).ShouldBeEmpty("there are no such methods any more");
    }

    private async Task<string> CallAsync(MethodDescriptor method, string caller)
    {
        var headers = new Metadata();
        if (caller is not "anonymous")
        {
            // The one without scope has every role, so that nothing else can be what it lacks.
            headers.AddUser("ada", caller is "without scope" ? Role.All : [caller], caller is "without scope" ? [] : null);
        }

        var failure = await Should.ThrowAsync<RpcException>(() => SendAsync(method, headers));
        return failure.StatusCode switch
        {
            StatusCode.Unimplemented => "passes",
            StatusCode.Unauthenticated => "sign in",
            StatusCode.PermissionDenied when failure.Status.Detail.Contains("role", StringComparison.Ordinal) => "role",
            StatusCode.PermissionDenied => "scope",
            _ => $"{failure.StatusCode}",
        };
    }

    private async Task SendAsync(MethodDescriptor method, Metadata headers)
    {
        var invoker = _channel!.CreateCallInvoker();
        var type = method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var rpc = new Method<byte[], byte[]>(type, method.Service.FullName, method.Name, Bytes, Bytes);
        if (method.IsServerStreaming)
        {
            using var stream = invoker.AsyncServerStreamingCall(rpc, null, new CallOptions(headers), []);
            await stream.ResponseStream.MoveNext(default);
        }
        else
        {
            await invoker.AsyncUnaryCall(rpc, null, new CallOptions(headers), []);
        }
    }
}
