namespace LocalDapr.Template;

/// <summary>Where the output of an app goes.</summary>
[Flags]
internal enum LogDestination
{
    File = 1,
    Console = 2,
    FileAndConsole = File | Console,
}
