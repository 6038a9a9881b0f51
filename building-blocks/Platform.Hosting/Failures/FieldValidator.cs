namespace Platform.Hosting.Failures;

/// <summary>Collects what is wrong with a request, so that the caller hears all of it at once.</summary>
public sealed class FieldValidator
{
    private readonly List<FieldViolation> _violations = [];

    /// <summary>Notes a violation unless the condition holds.</summary>
    /// <param name="valid">Whether the field is good.</param>
    /// <param name="field">Its path by proto names.</param>
    /// <param name="description">What is wrong with it.</param>
    public FieldValidator Require(bool valid, string field, string description)
    {
        if (!valid)
        {
            _violations.Add(new FieldViolation(field, description));
        }

        return this;
    }

    /// <summary>Throws when there was any violation.</summary>
    /// <exception cref="InvalidArgumentException">With all violations.</exception>
    public void ThrowIfInvalid()
    {
        if (_violations.Count > 0)
        {
            throw new InvalidArgumentException(_violations);
        }
    }
}
