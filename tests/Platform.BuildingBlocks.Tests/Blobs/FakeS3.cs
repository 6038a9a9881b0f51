using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.BuildingBlocks.Tests.Blobs;

/// <summary>A sidecar whose component <c>blobs</c> is <c>bindings.aws.s3</c> as its reference describes it, over a bucket in memory.</summary>
internal sealed class FakeS3 : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeS3(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<FakeS3> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Bucket>();
        var app = builder.Build();
        app.MapGrpcService<Sidecar>();
        await app.StartAsync();
        return new FakeS3(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed class Bucket
    {
        public ConcurrentDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);
    }

    internal sealed class Sidecar(Bucket bucket) : Dapr.Proto.Runtime.V1.Dapr.DaprBase
    {
        public override Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context)
        {
            var answer = new GetMetadataResponse { Id = "tests" };
            answer.RegisteredComponents.Add(new RegisteredComponents { Name = "blobs", Type = "bindings.aws.s3", Version = "v1" });
            return Task.FromResult(answer);
        }

        public override Task<InvokeBindingResponse> InvokeBinding(InvokeBindingRequest request, ServerCallContext context)
        {
            var key = request.Metadata.GetValueOrDefault("key", "");
            var answer = request.Operation switch
            {
                "create" => Create(key, request),
                "get" => bucket.Objects.TryGetValue(key, out var content) ? content : throw Failed("NoSuchKey: The specified key does not exist."),
                "delete" => Delete(key),
                "list" => List(JsonDocument.Parse(request.Data.Memory).RootElement),
                "presign" => JsonSerializer.SerializeToUtf8Bytes(new { presignURL = $"https://bucket.example/{key}?X-Amz-Expires={request.Metadata["presignTTL"]}" }),
                _ => throw Failed("unsupported operation " + request.Operation),
            };
            return Task.FromResult(new InvokeBindingResponse { Data = ByteString.CopyFrom(answer) });
        }

        // Text in quotes is unquoted, and decoded where the caller asks for it.
        private byte[] Create(string key, InvokeBindingRequest request)
        {
            var data = request.Data.ToByteArray();
            if (data.Length > 1 && data[0] == '"' && data[^1] == '"')
            {
                data = data[1..^1];
            }

            bucket.Objects[key] = request.Metadata.GetValueOrDefault("decodeBase64") == "true" ? Convert.FromBase64String(Encoding.ASCII.GetString(data)) : data;
            return JsonSerializer.SerializeToUtf8Bytes(new { location = "https://bucket.example/" + key });
        }

        private byte[] Delete(string key)
        {
            bucket.Objects.TryRemove(key, out _);
            return [];
        }

        private byte[] List(JsonElement query)
        {
            var (prefix, marker) = (query.GetProperty("prefix").GetString()!, query.GetProperty("marker").GetString()!);
            var found = bucket.Objects.Keys
                .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, marker) > 0)
                .Order(StringComparer.Ordinal)
                .ToList();
            // Fewer than asked for, as S3 may: whoever lists must go on.
            var page = found.Take(Math.Min(query.GetProperty("maxResults").GetInt32(), 3)).ToList();
            return JsonSerializer.SerializeToUtf8Bytes(new
            {
                Contents = page.Select(key => new { Key = key, Size = bucket.Objects[key].Length, LastModified = DateTime.UnixEpoch.ToString("o", CultureInfo.InvariantCulture) }),
                IsTruncated = page.Count < found.Count,
            });
        }

        private static RpcException Failed(string reason) => new(new Status(StatusCode.Internal, "error invoking output binding blobs: " + reason));
    }
}
