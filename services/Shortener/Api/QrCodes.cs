using System.Text;
using Google.Api;
using Google.Protobuf;
using Platform.Hosting.Failures;
using Platform.Shortener.V1;
using QRCoder;

namespace Platform.Shortener.Api;

/// <summary>Draws QR codes (ISO/IEC 18004).</summary>
internal static class QrCodes
{
    private const int DefaultModuleSize = 8;
    private const int MaxModuleSize = 40;

    /// <summary>Draws a text with error correction level M.</summary>
    /// <exception cref="InvalidArgumentException">Format or size are bad.</exception>
    public static HttpBody Draw(string text, GetLinkQrCodeRequest request)
    {
        new FieldValidator()
            .Require(Enum.IsDefined(request.Format), "format", "must be PNG or SVG")
            .Require(request.ModuleSize is >= 0 and <= MaxModuleSize, "module_size", $"must be 1 to {MaxModuleSize}, or 0 for {DefaultModuleSize}")
            .ThrowIfInvalid();
        var size = request.ModuleSize == 0 ? DefaultModuleSize : request.ModuleSize;
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return request.Format == GetLinkQrCodeRequest.Types.Format.Svg ? DrawSvg(data, size) : DrawPng(data, size);
    }

    private static HttpBody DrawPng(QRCodeData data, int size)
    {
        using var code = new PngByteQRCode(data);
        return new HttpBody { ContentType = "image/png", Data = UnsafeByteOperations.UnsafeWrap(code.GetGraphic(size)) };
    }

    private static HttpBody DrawSvg(QRCodeData data, int size)
    {
        using var code = new SvgQRCode(data);
        return new HttpBody { ContentType = "image/svg+xml", Data = ByteString.CopyFrom(code.GetGraphic(size), Encoding.UTF8) };
    }
}
