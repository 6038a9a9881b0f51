using System.Text.Json.Serialization;

namespace Platform.Gateway.Transcoding;

[JsonSerializable(typeof(string))]
internal sealed partial class GatewayJson : JsonSerializerContext;
