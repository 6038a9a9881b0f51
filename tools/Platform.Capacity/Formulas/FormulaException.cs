namespace Platform.Capacity.Formulas;

/// <summary>A formula that cannot be read or computed; the message says what is wrong with it.</summary>
internal sealed class FormulaException(string message) : Exception(message);
