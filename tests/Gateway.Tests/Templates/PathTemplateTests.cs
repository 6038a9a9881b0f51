using Platform.Gateway.Transcoding.Templates;

namespace Gateway.Tests.Templates;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("/v1/messages/{message_id}")]
    [InlineData("/v1/{name=messages/*}")]
    [InlineData("/v1/messages/{message_id}/{sub.subfield}")]
    [InlineData("/v1/{name=projects/*/books/*}:archive")]
    [InlineData("/v1/files/{path=**}")]
    [InlineData("/v1/*/things/**")]
    [InlineData("/v1/{book.name=publishers/*/books/*}")]
    [InlineData("/v1/{resource=**}:getIamPolicy")]
    [InlineData("/v1/things:batchGet")]
    public void Parse_Template_PrintsAsWritten(string text) => PathTemplate.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("/")]
    [InlineData("/v1/")]
    [InlineData("/v1//x")]
    [InlineData("/v1/{name")]
    [InlineData("/v1/{}")]
    [InlineData("/v1/{1a}")]
    [InlineData("/v1/{a.}")]
    [InlineData("/v1/{a={b}}")]
    [InlineData("/v1/{a=**}/b")]
    [InlineData("/v1/**/b")]
    [InlineData("/v1/{a}/{a}")]
    [InlineData("/v1/x:")]
    [InlineData("/v1/x:a:b")]
    [InlineData("/v1/x*")]
    [InlineData("/v1/%zz")]
    public void Parse_NoTemplate_ThrowsFormatException(string text) => Should.Throw<FormatException>(() => PathTemplate.Parse(text));

    [Fact]
    public void Parse_Variables_KnowTheirSegments()
    {
        var template = PathTemplate.Parse("/v1/{name=shelves/*}/books/{book.id}:read");

        template.Segments.Select(s => s.ToString()).ShouldBe(["v1", "shelves", "*", "books", "*"]);
        template.Variables.ShouldBe([new TemplateVariable("name", 1, 2, SpansSegments: true), new TemplateVariable("book.id", 4, 1, SpansSegments: false)]);
        template.Verb.ShouldBe("read");
    }
}
