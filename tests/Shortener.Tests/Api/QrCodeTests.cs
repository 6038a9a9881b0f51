using System.Text;
using Platform.Shortener.V1;

namespace Platform.Shortener.Tests.Api;

public sealed class QrCodeTests(ShortenerFixture shortener) : IClassFixture<ShortenerFixture>
{
    [Fact]
    public async Task Qr_Png_IsAnImageOfTheAskedModuleSize()
    {
        var name = await CreateAsync();

        var small = await shortener.Client.GetLinkQrCodeAsync(new GetLinkQrCodeRequest { Name = name, ModuleSize = 1 });
        var large = await shortener.Client.GetLinkQrCodeAsync(new GetLinkQrCodeRequest { Name = name, ModuleSize = 10 });

        small.ContentType.ShouldBe("image/png");
        small.Data.Span[..8].ToArray().ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        WidthOf(large.Data.ToByteArray()).ShouldBe(10 * WidthOf(small.Data.ToByteArray()));
    }

    [Fact]
    public async Task Qr_Svg_IsAnImage()
    {
        var image = await shortener.Client.GetLinkQrCodeAsync(
            new GetLinkQrCodeRequest { Name = await CreateAsync(), Format = GetLinkQrCodeRequest.Types.Format.Svg });

        image.ContentType.ShouldBe("image/svg+xml");
        Encoding.UTF8.GetString(image.Data.Span).ShouldStartWith("<svg");
    }

    [Fact]
    public async Task Qr_BadSize_IsRefused()
    {
        var call = shortener.Client.GetLinkQrCodeAsync(new GetLinkQrCodeRequest { Name = await CreateAsync(), ModuleSize = 41 });

        (await call.ShouldBeInvalidAsync()).ShouldBe(["module_size"]);
    }

    // The width is the first number of the header chunk (PNG, section 11.2.2).
    private static int WidthOf(byte[] png) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));

    private async Task<string> CreateAsync() => (await shortener.Client.CreateLinkAsync(new CreateLinkRequest { LongUrl = "https://example.com/qr" })).Name;
}
