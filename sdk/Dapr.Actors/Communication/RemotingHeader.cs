using System.Security;
using System.Text;

namespace Dapr.Actors.Communication;

/// <summary>The header of a typed proxy's calls of one method: the data contract <c>ActorHeader</c> of <c>urn:actors</c>, members in contract order.</summary>
internal sealed class RemotingHeader(int interfaceId, int methodId, string methodName)
{
    private readonly string _beforeId =
        "<z:anyType i:type=\"a:ActorHeader\" xmlns:a=\"urn:actors\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"" +
        $" xmlns:z=\"http://schemas.microsoft.com/2003/10/Serialization/\"><a:MethodId>{methodId}</a:MethodId><a:InterfaceId>{interfaceId}</a:InterfaceId>" +
        "<a:ActorId xmlns:b=\"http://schemas.datacontract.org/2004/07/Dapr.Actors\"><b:ActorId>";

    private readonly string _beforeType =
        "</b:ActorId></a:ActorId><a:CallContext i:nil=\"true\"/><a:Headers xmlns:b=\"http://schemas.microsoft.com/2003/10/Serialization/Arrays\"/>" +
        $"<a:MethodName>{Escape(methodName)}</a:MethodName><a:ActorType>";

    public string Write(string actorType, string actorId) =>
        $"{_beforeId}{Escape(actorId)}{_beforeType}{Escape(actorType)}</a:ActorType></z:anyType>";

    // HTTP headers are ASCII; XML has references for the rest.
    private static string Escape(string text)
    {
        var escaped = SecurityElement.Escape(text);
        return Ascii.IsValid(escaped)
            ? escaped
            : string.Concat(escaped.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : $"&#{rune.Value};"));
    }
}
