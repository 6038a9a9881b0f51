using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Dapr.Actors.Communication;
using Dapr.Actors.Description;

namespace Dapr.Actors.Tests.Wire;

/// <summary>What typed proxies and hosts put on the wire is what Dapr's .NET SDK reads: its contracts are declared here anew.</summary>
public sealed class RemotingWireTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Fact]
    public void Crc64_CheckValue_IsThatOfCrc64We() =>
        Crc64.Compute("123456789"u8).ShouldBe(0x62EC59E3F1A4F00AUL);

    [Fact]
    public void Header_ReadByTheContract_NamesActorAndMethod()
    {
        var method = Method(nameof(ISample.AddAsync));
        var serializer = new DataContractSerializer(typeof(IHeader), [typeof(ActorHeader)]);

        var text = method.Header.Write("Sample", "a<b>&ü😀");
        using var reader = XmlDictionaryReader.CreateTextReader(Encoding.ASCII.GetBytes(text), XmlDictionaryReaderQuotas.Max);
        var header = (ActorHeader)serializer.ReadObject(reader)!;

        header.MethodId.ShouldBe(method.Id);
        header.InterfaceId.ShouldBe(method.InterfaceId);
        header.MethodName.ShouldBe("AddAsync");
        header.ActorType.ShouldBe("Sample");
        header.ActorId!.Id.ShouldBe("a<b>&ü😀");
        header.Headers.ShouldBeEmpty();
        text.ShouldNotContain("\n");
    }

    [Fact]
    public void Ids_OfInterfaceAndMethod_AreTheLowBitsOfTheirNames()
    {
        var method = Method(nameof(ISample.AddAsync));

        method.InterfaceId.ShouldBe(unchecked((int)Crc64.Compute("Dapr.Actors.Tests.WireISample"u8)));
        method.Id.ShouldBe(unchecked((int)Crc64.Compute("ISampleDapr.Actors.Tests.WireAddAsync"u8)));
    }

    [Fact]
    public void Arguments_OfACall_AreMembersOfValue()
    {
        var method = Method(nameof(ISample.AddAsync));

        var body = ActorMessageBody.WriteArguments(method, [1, "x", new Point { X = 3 }], Web)!.Value;
        var read = ActorMessageBody.ReadArguments(method, body.Span, Web);

        Encoding.UTF8.GetString(body.Span).ShouldBe("""{"value":{"count":1,"someText":"x","point":{"x":3}}}""");
        read[0].ShouldBe(1);
        read[1].ShouldBe("x");
        ((Point)read[2]!).X.ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"value":null}""")]
    [InlineData("""{"value":{}}""")]
    [InlineData("""{"value":{"other":[1,{"count":7}]}}""")]
    public void Arguments_ThatAreMissing_AreDefaults(string body) =>
        ActorMessageBody.ReadArguments(Method(nameof(ISample.AddAsync)), Encoding.UTF8.GetBytes(body), Web).ShouldBe([0, null, null]);

    [Theory]
    [InlineData("")]
    [InlineData("@\u0004")]
    [InlineData("[]")]
    [InlineData("""{"count":1}""")]
    [InlineData("""{"value":1}""")]
    public void Arguments_ThatAreNoEnvelope_AreRefused(string body) =>
        Should.Throw<JsonException>(() => ActorMessageBody.ReadArguments(Method(nameof(ISample.AddAsync)), Encoding.UTF8.GetBytes(body), Web));

    [Fact]
    public void Result_OfACall_IsRetValOfValue()
    {
        var method = Method(nameof(ISample.AddAsync));

        var body = ActorMessageBody.WriteResult(method, 5L, Web);

        Encoding.UTF8.GetString(body).ShouldBe("""{"value":{"retVal":5}}""");
        ActorMessageBody.ReadResult(method, body, Web).ShouldBe(5L);
        ActorMessageBody.ReadResult(method, [], Web).ShouldBe(0L);
    }

    [Fact]
    public void CallWithoutArguments_AndAnswerWithoutResult_HaveNoBody()
    {
        var method = Method(nameof(ISample.StopAsync));

        ActorMessageBody.WriteArguments(method, [CancellationToken.None], Web).ShouldBeNull();
        ActorMessageBody.WriteResult(method, null, Web).ShouldBeEmpty();
    }

    [Fact]
    public void Failure_WrittenAndReadByTheContracts_SaysWhatWasThrown()
    {
        var (header, body) = RemoteFailure.Write(new InvalidOperationException("no stock"));
        var headers = Read<ResponseHeaders>(
            new DataContractSerializer(typeof(IHeader), [typeof(ResponseHeaders)]),
            XmlDictionaryReader.CreateTextReader(Encoding.ASCII.GetBytes(header), XmlDictionaryReaderQuotas.Max));
        var data = Read<ExceptionData>(
            new DataContractSerializer(typeof(ExceptionData)), XmlDictionaryReader.CreateBinaryReader(body, XmlDictionaryReaderQuotas.Max));

        headers.Headers.Keys.ShouldBe(["HasRemoteException", "RemoteMethodException"], ignoreOrder: true);
        data.Type.ShouldBe("System.InvalidOperationException");
        data.Message.ShouldBe("no stock");
        var thrown = RemoteFailure.Read(header, body);
        thrown.ErrorCode.ShouldBe("ERR_ACTOR_INVOKE_METHOD");
        thrown.Message.ShouldContain("Exception: InvalidOperationException");
        var inner = thrown.InnerException.ShouldBeOfType<ActorInvokeException>();
        inner.ActualExceptionType.ShouldBe("System.InvalidOperationException");
        inner.Message.ShouldBe("no stock");
    }

    [Fact]
    public void Failure_ThatCannotBeRead_IsStillAFailureOfTheMethod() =>
        RemoteFailure.Read("not xml", [1, 2, 3]).InnerException.ShouldNotBeNull();

    private static ActorMethod Method(string name) => ActorInterface.Of(typeof(ISample)).Methods.Single(method => method.Name == name);

    private static T Read<T>(DataContractSerializer serializer, XmlDictionaryReader reader)
    {
        using (reader)
            return (T)serializer.ReadObject(reader)!;
    }

    private interface IHeader;

    [DataContract(Name = "ActorHeader", Namespace = "urn:actors")]
    private sealed class ActorHeader : IHeader
    {
        [DataMember(IsRequired = true, Order = 0)]
        public int MethodId { get; set; }

        [DataMember(IsRequired = true, Order = 1)]
        public int InterfaceId { get; set; }

        [DataMember(IsRequired = false, Order = 2, EmitDefaultValue = false)]
        public string? InvocationId { get; set; }

        [DataMember(IsRequired = false, Order = 3)]
        public HeaderId? ActorId { get; set; }

        [DataMember(IsRequired = false, Order = 4)]
        public string? CallContext { get; set; }

        [DataMember(IsRequired = true, Order = 5)]
        public Dictionary<string, byte[]> Headers { get; set; } = [];

        [DataMember(IsRequired = false, Order = 6)]
        public string? MethodName { get; set; }

        [DataMember(IsRequired = false, Order = 7)]
        public string? ActorType { get; set; }
    }

    [DataContract(Name = "ActorId", Namespace = "http://schemas.datacontract.org/2004/07/Dapr.Actors")]
    private sealed class HeaderId
    {
        [DataMember(Name = "ActorId", Order = 0, IsRequired = true)]
        public string Id { get; set; } = "";
    }

    [DataContract(Name = "ActorResponseMessageHeaders", Namespace = "urn:actors")]
    private sealed class ResponseHeaders : IHeader
    {
        [DataMember(IsRequired = true, Order = 2)]
        public Dictionary<string, byte[]> Headers { get; set; } = [];
    }

    [DataContract(Name = "ActorInvokeExceptionData", Namespace = "urn:actors")]
    private sealed class ExceptionData
    {
        [DataMember]
        public string? Type { get; set; }

        [DataMember]
        public string? Message { get; set; }
    }
}

internal interface ISample : IActor
{
    Task<long> AddAsync(int count, string someText, Point point, CancellationToken cancellationToken = default);

    Task StopAsync(CancellationToken cancellationToken);
}

internal sealed class Point
{
    public int X;
}
