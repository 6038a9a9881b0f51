using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LocalDapr.Http2.Hpack;

namespace LocalDapr.Http2.Tests.Hpack;

public sealed class HuffmanTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("f1e3c2e5f23a6ba0ab90f4ff", "www.example.com")]
    [InlineData("a8eb10649cbf", "no-cache")]
    [InlineData("25a849e95ba97d7f", "custom-key")]
    [InlineData("25a849e95bb8e8b4bf", "custom-value")]
    [InlineData("6402", "302")]
    [InlineData("640eff", "307")]
    [InlineData("aec3771a4b", "private")]
    [InlineData("9bd9ab", "gzip")]
    [InlineData("d07abe941054d444a8200595040b8166e082a62d1bff", "Mon, 21 Oct 2013 20:13:21 GMT")]
    [InlineData("9d29ad171863c78f0b97c8e9ae82ae43d3", "https://www.example.com")]
    [InlineData(
        "94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007",
        "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1")]
    public void Decode_ExampleOfTheRfc_IsItsText(string encoded, string text)
    {
        var decoded = Decode(Convert.FromHexString(encoded));

        Encoding.ASCII.GetString(decoded).ShouldBe(text);
    }

    // Codes of 13 to 30 bits, at the ends of their ranges (appendix B).
    [Theory]
    [InlineData("ffc7", "00")]
    [InlineData("fffffff3", "0a")]
    [InlineData("ffffffef", "f9")]
    [InlineData("fffffff7", "0d")]
    [InlineData("ffffea", "09")]
    [InlineData("fffffffb", "16")]
    [InlineData("fffffbbf", "ff")]
    [InlineData("fffe6f", "80")]
    public void Decode_LongCode_IsItsSymbol(string encoded, string symbol)
    {
        var decoded = Decode(Convert.FromHexString(encoded));

        Convert.ToHexString(decoded).ShouldBe(symbol, StringCompareShould.IgnoreCase);
    }

    [Theory]
    [InlineData("ff", "a byte of padding")]
    [InlineData("9bd9abff", "a byte of padding after a text")]
    [InlineData("1fff", "padding of 11 bits after 'a'")]
    [InlineData("18", "padding 000 after 'a'")]
    [InlineData("1e", "padding 110 after 'a'")]
    [InlineData("fffffffc", "the end-of-string symbol, where 30 bits are not whole bytes")]
    [InlineData("ffffffff", "the end-of-string symbol")]
    [InlineData("1fffffffff", "the end-of-string symbol after 'a'")]
    [InlineData("fffffffe", "a symbol that is not whole")]
    public void Decode_Broken_IsACompressionError(string encoded, string what)
    {
        var failure = Should.Throw<HttpProtocolException>(() => Decode(Convert.FromHexString(encoded)), what);

        failure.ErrorCode.ShouldBe((long)ErrorCode.CompressionError);
    }

    [Fact]
    public void Decode_AnyBytes_GivesATextOrACompressionError() => Prop.ForAll(
        Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf().ToArbitrary(),
        bytes =>
        {
            try
            {
                Decode(bytes).Length.ShouldBeLessThanOrEqualTo(Huffman.MaxLength(bytes.Length));
            }
            catch (HttpProtocolException failure)
            {
                failure.ErrorCode.ShouldBe((long)ErrorCode.CompressionError);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static byte[] Decode(byte[] encoded)
    {
        var decoded = new byte[Huffman.MaxLength(encoded.Length)];
        return decoded[..Huffman.Decode(encoded, decoded)];
    }
}
