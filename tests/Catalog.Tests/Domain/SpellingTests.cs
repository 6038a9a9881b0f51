using FsCheck;
using FsCheck.Fluent;
using Platform.Catalog.Domain.Search;

namespace Platform.Catalog.Tests.Domain;

public sealed class SpellingTests
{
    private static readonly Gen<string> Word =
        Gen.Elements("abcd".ToCharArray()).ListOf().Select(letters => new string([.. letters])).Where(word => word.Length is > 0 and < 12);

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("teh", "the", 1)]
    [InlineData("ca", "abc", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "same", 0)]
    public void Distance_IsDamerausRestrictedOne(string left, string right, int distance)
    {
        EditDistance.Between(left, right).ShouldBe(distance);
        EditDistance.Between(right, left).ShouldBe(distance);
    }

    [Fact]
    public void DeletionIndex_FindsWhatAScanFinds() =>
        Prop.ForAll(
            Word.ListOf(20).ToArbitrary(),
            Word.ToArbitrary(),
            Gen.Choose(0, DeletionIndex.MaxDistance).ToArbitrary(),
            static (words, word, distance) =>
            {
                var index = new DeletionIndex();
                foreach (var each in words)
                {
                    index.Add(each);
                }

                foreach (var each in words.Skip(15))
                {
                    index.Remove(each);
                }

                var kept = words.Distinct().Except(words.Skip(15));
                index.Find(word, distance).ShouldBe(
                    kept.Select(each => KeyValuePair.Create(each, EditDistance.Between(word, each))).Where(each => each.Value <= distance), ignoreOrder: true);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("Men's Café-Crème 1.5V", "mens cafe creme 1 5v")]
    [InlineData("  ", "")]
    [InlineData("ÅNGSTRÖM", "angstrom")]
    public void Words_AreFoldedToPlainLetters(string text, string words) => string.Join(' ', Analyzer.Words(text)).ShouldBe(words);

    [Theory]
    [InlineData("batteries", "battery")]
    [InlineData("cases", "case")]
    [InlineData("lamps", "lamp")]
    [InlineData("glass", "glass")]
    [InlineData("bus", "bus")]
    public void Terms_AreSingular(string word, string term) => Analyzer.Term(word).ShouldBe(term);
}
