namespace Dapr.Actors.Description;

/// <summary>What a method of an actor gives back: nothing, or a value of a type that is known at run time only.</summary>
internal abstract class ActorResult
{
    /// <summary>The type of the value; null for nothing.</summary>
    public abstract Type? Type { get; }

    /// <summary>The value of a method's task that has completed.</summary>
    public abstract object? Of(Task completed);

    /// <summary>A call's task as the method's caller awaits it.</summary>
    public abstract Task Typed(Task<object?> call);

    /// <param name="returnType"><see cref="Task"/> or <see cref="Task{TResult}"/>.</param>
    public static ActorResult For(Type returnType) => returnType == typeof(Task)
        ? new Nothing()
        : (ActorResult)Activator.CreateInstance(typeof(Value<>).MakeGenericType(returnType.GetGenericArguments()))!;

    private sealed class Nothing : ActorResult
    {
        public override Type? Type => null;

        public override object? Of(Task completed) => null;

        public override Task Typed(Task<object?> call) => call;
    }

    private sealed class Value<T> : ActorResult
    {
        public override Type Type => typeof(T);

        public override object? Of(Task completed) => ((Task<T>)completed).Result;

        public override Task Typed(Task<object?> call) => AwaitAsync(call);

        private static async Task<T> AwaitAsync(Task<object?> call) => (T)(await call)!;
    }
}
