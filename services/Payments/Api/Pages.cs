using Platform.Hosting.Failures;

namespace Platform.Payments.Api;

/// <summary>Sizes of pages.</summary>
internal static class Pages
{
    private const int Default = 50;
    private const int Max = 500;

    /// <summary>The size that is asked for, within limits.</summary>
    /// <exception cref="InvalidArgumentException">It is negative.</exception>
    public static int Size(int asked)
    {
        new FieldValidator().Require(asked >= 0, "page_size", "must not be negative").ThrowIfInvalid();
        return asked == 0 ? Default : Math.Min(asked, Max);
    }
}
