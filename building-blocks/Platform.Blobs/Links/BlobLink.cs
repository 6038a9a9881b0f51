namespace Platform.Blobs.Links;

/// <summary>What a signed URL of the gateway leads to.</summary>
/// <param name="Space">Whose blobs.</param>
/// <param name="Key">The blob.</param>
/// <param name="ContentType">The media type to serve it with.</param>
/// <param name="ExpireTime">When the URL ends.</param>
public sealed record BlobLink(string Space, string Key, string ContentType, DateTimeOffset ExpireTime);
