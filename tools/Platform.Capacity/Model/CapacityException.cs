namespace Platform.Capacity.Model;

/// <summary>Something wrong in what the user wrote; the message begins with the file and line, or the option, that holds it.</summary>
internal sealed class CapacityException(string place, string problem) : Exception($"{place}: {problem}");
