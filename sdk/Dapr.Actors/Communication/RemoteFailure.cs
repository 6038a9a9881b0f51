using System.Diagnostics;
using System.Runtime.Serialization;
using System.Text;
using System.Xml;

namespace Dapr.Actors.Communication;

/// <summary>
/// How an exception of an actor method travels to the typed proxy that called it: a header with details and a body with type and message, both
/// data contracts, one in XML text, one in binary XML.
/// </summary>
internal static class RemoteFailure
{
    private const string Namespace = "urn:actors";
    private const string Marker = "HasRemoteException";
    private const string Details = "RemoteMethodException";

    private static readonly DataContractSerializer HeaderSerializer = new(typeof(object), [typeof(ResponseHeaders)]);
    private static readonly DataContractSerializer BodySerializer = new(typeof(ExceptionData));

    /// <summary>Header and body of the answer to a call whose method threw.</summary>
    public static (string Header, byte[] Body) Write(Exception exception)
    {
        var frame = new StackTrace(exception, fNeedFileInfo: true).GetFrame(0);
        var details = $"Exception: {exception.GetType().Name}, Method Name: {frame?.GetMethod()?.Name}, " +
            $"Line Number: {frame?.GetFileLineNumber()}, Exception uuid: {Guid.NewGuid()}";
        var headers = new ResponseHeaders
        {
            Headers = { [Marker] = [], [Details] = Encoding.UTF8.GetBytes(details) },
        };
        using var header = new MemoryStream();
        using (var writer = XmlDictionaryWriter.CreateTextWriter(header, Encoding.UTF8, ownsStream: false))
            HeaderSerializer.WriteObject(writer, headers);
        using var body = new MemoryStream();
        using (var writer = XmlDictionaryWriter.CreateBinaryWriter(body, null, null, ownsStream: false))
            BodySerializer.WriteObject(writer, new ExceptionData { Type = exception.GetType().FullName, Message = exception.Message });
        return (Encoding.UTF8.GetString(header.ToArray()), body.ToArray());
    }

    /// <summary>The exception that such an answer becomes at the caller.</summary>
    public static ActorMethodInvocationException Read(string header, byte[] body)
    {
        try
        {
            using var headerReader = XmlDictionaryReader.CreateTextReader(Encoding.UTF8.GetBytes(header), XmlDictionaryReaderQuotas.Max);
            var details = HeaderSerializer.ReadObject(headerReader) is ResponseHeaders headers && headers.Headers.TryGetValue(Details, out var text)
                ? Encoding.UTF8.GetString(text)
                : "";
            using var bodyReader = XmlDictionaryReader.CreateBinaryReader(body, XmlDictionaryReaderQuotas.Max);
            var data = (ExceptionData?)BodySerializer.ReadObject(bodyReader);
            return new ActorMethodInvocationException(
                "Remote Actor Method Exception,  DETAILS: " + details, new ActorInvokeException(data?.Type, data?.Message), isTransient: false);
        }
        catch (Exception failure) when (failure is SerializationException or XmlException)
        {
            return new ActorMethodInvocationException("The actor failed and said why in a form that cannot be read.", failure, isTransient: false);
        }
    }

    [DataContract(Name = "ActorResponseMessageHeaders", Namespace = Namespace)]
    private sealed class ResponseHeaders
    {
        [DataMember(Name = "Headers", IsRequired = true, Order = 2)]
        public Dictionary<string, byte[]> Headers { get; private set; } = [];
    }

    [DataContract(Name = "ActorInvokeExceptionData", Namespace = Namespace)]
    private sealed class ExceptionData
    {
        [DataMember]
        public string? Type { get; init; }

        [DataMember]
        public string? Message { get; init; }
    }
}
