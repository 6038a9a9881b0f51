using FsCheck;
using FsCheck.Fluent;
using Platform.Shortener.Domain;

namespace Platform.Shortener.Tests.Domain;

public sealed class CodeTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData(2)]
    [InlineData(61)]
    [InlineData(1000)]
    [InlineData(4097)]
    public void Shuffle_EveryNumberOfASmallDomain_IsAPermutation(int size)
    {
        var shuffle = new CodeShuffle(Key, (ulong)size);

        var images = Enumerable.Range(0, size).Select(number => shuffle.Shuffle((ulong)number)).ToHashSet();

        images.Count.ShouldBe(size);
        images.ShouldAllBe(image => image < (ulong)size);
    }

    [Fact]
    public void Shuffle_DifferentNumbers_GiveDifferentCodesOfSevenDigits() =>
        Prop.ForAll<uint, uint>((a, b) =>
        {
            var shuffle = new CodeShuffle(Key, ICodeSource.Count);
            var (first, second) = (CodeOf(shuffle, a), CodeOf(shuffle, b));
            return first.Length == ICodeSource.Length && (first == second) == (a == b);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Shuffle_AnotherKey_GivesOtherCodes()
    {
        var other = new CodeShuffle([.. Key.Reverse()], ICodeSource.Count);

        other.Shuffle(1).ShouldNotBe(new CodeShuffle(Key, ICodeSource.Count).Shuffle(1));
    }

    [Theory]
    [InlineData(0UL, "0000000")]
    [InlineData(61UL, "000000z")]
    [InlineData(62UL, "0000010")]
    [InlineData(ICodeSource.Count - 1, "zzzzzzz")]
    public void Encode_Number_HasSevenDigits(ulong number, string code) => Base62.Encode(number, ICodeSource.Length).ShouldBe(code);

    [Fact]
    public void Encode_NumberWithMoreDigits_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Base62.Encode(ICodeSource.Count, ICodeSource.Length));

    private static string CodeOf(CodeShuffle shuffle, uint number) => Base62.Encode(shuffle.Shuffle(number), ICodeSource.Length);
}
