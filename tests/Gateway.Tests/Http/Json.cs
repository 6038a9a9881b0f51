using System.Text.Json.Nodes;

namespace Gateway.Tests.Http;

internal static class Json
{
    public static async Task<JsonObject> ReadAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

    public static StringContent Body(string json, string mediaType = "application/json") => new(json, System.Text.Encoding.UTF8, mediaType);
}
