namespace Platform.Catalog.Domain.Import;

/// <summary>A row of an import.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Columns">Its columns that are not empty, by their names in lower case.</param>
public sealed record ImportRow(int Number, IReadOnlyDictionary<string, string> Columns);

/// <summary>Something wrong with a row.</summary>
/// <param name="Row">The row, from 1.</param>
/// <param name="Field">The column; empty where it is the row as a whole.</param>
/// <param name="Description">What is wrong.</param>
public sealed record RowProblem(int Row, string Field, string Description);
