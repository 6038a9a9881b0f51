namespace Workflow.Tests;

/// <summary>Tests that don't run beside others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
