using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Platform.Gateway.Public;
using Platform.Gateway.Transcoding;

namespace Platform.Gateway.Problems;

/// <summary>Writes problems as <c>application/problem+json</c> (RFC 9457).</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    /// <summary>Makes the problem the response. The response must not have started.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = ContentType;
        // By default caches may keep a 404 or 410 for as long as they see fit (RFC 9110 section 15.1).
        response.Headers.CacheControl = "no-store";
        if (problem.Allow.Count > 0) response.Headers.Allow = string.Join(", ", problem.Allow.Order(StringComparer.Ordinal));
        if (BearerChallenge.Of(problem) is { } challenge) response.Headers.WWWAuthenticate = challenge;
        if (problem.RetryAfter is { } delay)
        {
            response.Headers.RetryAfter = Math.Ceiling(Math.Max(0, delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
        var body = new ArrayBufferWriter<byte>(512);
        Write(body, problem, RequestTarget.RawPath(context));
        response.ContentLength = body.WrittenCount;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    /// <summary>Writes the problem object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="problem">What.</param>
    /// <param name="instance">The request's path, as it was sent.</param>
    public static void Write(IBufferWriter<byte> output, Problem problem, ReadOnlySpan<char> instance)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("type", TypeUri(problem));
        json.WriteString("title", Title(problem.Status));
        json.WriteNumber("status", problem.Status);
        json.WriteString("detail", problem.Detail);
        // A path that is too long to be served is too long to be repeated.
        if (instance.Length <= PublicListener.MaxTargetLength) json.WriteString("instance", instance);
        json.WriteString("code", CanonicalStatus.Name(problem.Code));
        if (problem.Reason is not null) json.WriteString("reason", problem.Reason);
        if (problem.Domain is not null) json.WriteString("domain", problem.Domain);
        WriteMetadata(json, problem.Metadata);
        WriteErrors(json, problem.Errors);
        if (Activity.Current is { } activity) json.WriteString("traceId", activity.TraceId.ToHexString());
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0) return;
        json.WriteStartObject("metadata");
        foreach (var (key, value) in metadata) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<FieldError> errors)
    {
        if (errors.Count == 0) return;
        json.WriteStartArray("errors");
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteString("field", error.Field);
            json.WriteString("description", error.Description);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // A reason within its domain is what identifies a type of problem; without one the status says all there is.
    private static string TypeUri(Problem problem) => problem.Reason is null
        ? "about:blank"
        : $"urn:{problem.Domain ?? Problem.PlatformDomain}:problem:{problem.Reason.ToLowerInvariant().Replace('_', '-')}";

    private static string Title(int status) => status switch
    {
        StatusCodes.Status499ClientClosedRequest => "Client Closed Request",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };
}
