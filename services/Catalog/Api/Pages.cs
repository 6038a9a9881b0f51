using Platform.Hosting.Failures;

namespace Platform.Catalog.Api;

/// <summary>Sizes of pages.</summary>
internal static class Pages
{
    /// <summary>The size to take.</summary>
    /// <param name="asked">What the request says; 0 for nothing.</param>
    /// <param name="usual">The size for nothing.</param>
    /// <param name="largest">The largest size.</param>
    /// <exception cref="InvalidArgumentException">It is negative.</exception>
    public static int SizeOf(int asked, int usual, int largest)
    {
        new FieldValidator().Require(asked >= 0, "page_size", "must not be negative").ThrowIfInvalid();
        return asked == 0 ? usual : Math.Min(asked, largest);
    }
}
