using Dapr.Client;
using Grpc.Core;
using Microsoft.Net.Http.Headers;
using Platform.Blobs;
using Platform.Blobs.Links;
using Platform.Gateway.Edge;
using Platform.Gateway.Problems;

namespace Platform.Gateway.Delivery;

/// <summary>
/// Serves blobs to whoever has a signed URL: whole or in ranges (RFC 9110 section 14), with what caches need. A blob that is replaced or removed
/// while it is being served breaks off.
/// </summary>
internal sealed class BlobDelivery(BlobLinks links, DaprClient dapr, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return isRead && context.Request.Path.Value is { } path && path.StartsWith(BlobLinks.Path, StringComparison.Ordinal)
            ? ServeAsync(context, path[BlobLinks.Path.Length..])
            : next(context);
    }

    private async Task ServeAsync(HttpContext context, string token)
    {
        AccessRecord.Matched(context, BlobLinks.Path + "{token}");
        var link = await links.TryOpenAsync(token, context.RequestAborted) ?? throw Refused(
            StatusCode.PermissionDenied, StatusCodes.Status403Forbidden, "BLOB_LINK_INVALID", "The link is not valid, or its time is over.");
        var blob = await new BlobStore(dapr, BlobServices.BindingName, link.Space).OpenAsync(link.Key, context.RequestAborted)
            ?? throw Refused(StatusCode.NotFound, StatusCodes.Status404NotFound, "BLOB_NOT_FOUND", "There is no such blob any more.");
        var maxAge = (long)(link.ExpireTime - time.GetUtcNow()).TotalSeconds;
        context.Response.Headers.CacheControl = $"private, max-age={maxAge}";
        try
        {
            await Results.Stream(
                blob.OpenRead(), link.ContentType, entityTag: new EntityTagHeaderValue($"\"{blob.ETag}\""), enableRangeProcessing: true).ExecuteAsync(context);
        }
        catch (InvalidDataException)
        {
            context.Abort();
        }

        if (context.Response is { StatusCode: StatusCodes.Status416RangeNotSatisfiable, HasStarted: false })
        {
            throw Refused(StatusCode.OutOfRange, StatusCodes.Status416RangeNotSatisfiable, "RANGE_NOT_SATISFIABLE", $"The blob has {blob.Size} bytes.");
        }
    }

    private static ProblemException Refused(StatusCode code, int status, string reason, string detail) =>
        new(Problem.Local(code, status, reason, detail));
}
