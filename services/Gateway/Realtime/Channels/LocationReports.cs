using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Platform.Drivers.V1;
using Platform.Gateway.Access;
using Platform.Gateway.Problems;
using Platform.Gateway.Transcoding;
using Platform.Hosting.Access;

namespace Platform.Gateway.Realtime.Channels;

/// <summary>Where drivers are, sent to <c>drivers/me</c>: the drivers' ReportLocation, which checks it and who may send it, as over HTTP.</summary>
internal sealed class LocationReports(IBackends backends, ApiSurface api, TimeProvider time) : IChannelReceiver
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async Task<ReadOnlyMemory<byte>> ReceiveAsync(JsonElement data, ICallerFeature caller, CancellationToken cancellationToken)
    {
        var request = Parse(data);
        request.Name = OwnChannel.Drivers + OwnChannel.Me;
        var metadata = new Metadata();
        metadata.AddUser(caller.UserId, caller.Roles, caller.Scopes);
        var call = new CallOptions(metadata, time.GetUtcNow().UtcDateTime + Timeout, cancellationToken);
        using var answer = api.Json.Write(await new DriverService.DriverServiceClient(backends.For("drivers")).ReportLocationAsync(request, call));
        return answer.Written.ToArray();
    }

    private ReportLocationRequest Parse(JsonElement data)
    {
        try
        {
            return api.Parser.Parse<ReportLocationRequest>(data.GetRawText());
        }
        catch (Exception refused) when (refused is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new ProblemException(Problem.InvalidFields(new FieldError("data", "must have positions, as a report of positions over HTTP")));
        }
    }
}
