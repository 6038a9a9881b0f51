namespace LocalDapr.Runtime.Errors;

/// <summary>A file or option that the host cannot work with. The message is one line meant for the user, with file and line if known.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ConfigurationException()
    {
    }
}
