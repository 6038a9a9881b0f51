using Dapr.Actors.Client;
using Dapr.Actors.Description;
using Dapr.Actors.Runtime;

namespace Dapr.Actors.Tests.Wire;

public sealed class ActorInterfaceTests
{
    [Theory]
    [InlineData(typeof(IVoid))]
    [InlineData(typeof(IOverloaded))]
    [InlineData(typeof(IGenericMethod))]
    [InlineData(typeof(ITokenFirst))]
    [InlineData(typeof(IGeneric<int>))]
    [InlineData(typeof(IMixed))]
    [InlineData(typeof(IDisposable))]
    [InlineData(typeof(string))]
    public void Of_InterfaceThatCannotBeCalledFromAfar_Throws(Type type) =>
        Should.Throw<ArgumentException>(() => ActorInterface.Of(type));

    [Fact]
    public void Of_InterfaceWithAParent_HasTheMethodsOfBoth() =>
        ActorInterface.Of(typeof(IChild)).Methods.Select(method => method.Name).ShouldBe(["ParentAsync", "ChildAsync"], ignoreOrder: true);

    [Fact]
    public void Create_InterfaceThatIsInternal_GivesAProxy()
    {
        var proxy = ActorProxy.Create<ISample>(new ActorId("7"), "Sample");

        var reference = ActorReference.Get(proxy).ShouldNotBeNull();
        reference.ActorId.ShouldBe(new ActorId("7"));
        reference.ActorType.ShouldBe("Sample");
        reference.Bind(typeof(ISample)).ShouldBeAssignableTo<ISample>();
    }

    [Fact]
    public void Get_TypeOfActors_TakesItsNameFromTheAttribute()
    {
        ActorTypeInformation.Get(typeof(NamedActor), null).ActorTypeName.ShouldBe("Renamed");
        ActorTypeInformation.Get(typeof(NamedActor), "Other").ActorTypeName.ShouldBe("Other");
        ActorTypeInformation.Get(typeof(NamedActor), null).IsRemindable.ShouldBeFalse();
        Should.Throw<ArgumentException>(() => ActorTypeInformation.Get(typeof(FacelessActor), null));
        Should.Throw<ArgumentException>(() => ActorTypeInformation.Get(typeof(string), null));
    }

    [Fact]
    public void RegisterActor_NameThatIsTaken_Throws()
    {
        var options = new ActorRuntimeOptions();
        options.Actors.RegisterActor<NamedActor>();

        Should.Throw<ArgumentException>(() => options.Actors.RegisterActor<NamedActor>());
        options.Actors.RegisterActor<NamedActor>("Second");

        options.Actors.Count.ShouldBe(2);
    }

    [Fact]
    public void Id_ComparedWithAnother_HasNoCase()
    {
        new ActorId("A").ShouldBe(new ActorId("a"));
        new ActorId("A").GetHashCode().ShouldBe(new ActorId("a").GetHashCode());
        (new ActorId("A") != new ActorId("b")).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => new ActorId(" "));
    }

    internal interface IVoid : IActor
    {
        void Run();
    }

    internal interface IOverloaded : IActor
    {
        Task RunAsync();

        Task RunAsync(int count);
    }

    internal interface IGenericMethod : IActor
    {
        Task RunAsync<T>();
    }

    internal interface ITokenFirst : IActor
    {
#pragma warning disable CA1068 // What the test is about.
        Task RunAsync(CancellationToken cancellationToken, int count);
#pragma warning restore CA1068
    }

    internal interface IGeneric<T> : IActor
    {
        Task RunAsync(T value);
    }

    internal interface IMixed : IActor, IDisposable;

    internal interface IParent : IActor
    {
        Task ParentAsync();
    }

    internal interface IChild : IParent
    {
        Task ChildAsync();
    }

    [Actor(TypeName = "Renamed")]
    private sealed class NamedActor(ActorHost host) : Actor(host), IParent
    {
        public Task ParentAsync() => Task.CompletedTask;
    }

    private sealed class FacelessActor(ActorHost host) : Actor(host);
}
