using System.Security;
using System.Text;
using Dapr.Actors.Description;

namespace Dapr.Actors.Communication;

/// <summary>The header of a typed proxy's call: the data contract <c>ActorHeader</c> of <c>urn:actors</c>, members in contract order.</summary>
internal static class RemotingHeader
{
    public static string Write(ActorMethod method, string actorType, string actorId) =>
        $"""
        <z:anyType i:type="a:ActorHeader" xmlns:a="urn:actors" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"
         xmlns:z="http://schemas.microsoft.com/2003/10/Serialization/"><a:MethodId>{method.Id}</a:MethodId>
        <a:InterfaceId>{method.InterfaceId}</a:InterfaceId>
        <a:ActorId xmlns:b="http://schemas.datacontract.org/2004/07/Dapr.Actors"><b:ActorId>{Escape(actorId)}</b:ActorId></a:ActorId>
        <a:CallContext i:nil="true"/><a:Headers xmlns:b="http://schemas.microsoft.com/2003/10/Serialization/Arrays"/>
        <a:MethodName>{Escape(method.Name)}</a:MethodName><a:ActorType>{Escape(actorType)}</a:ActorType></z:anyType>
        """.ReplaceLineEndings("");

    // HTTP headers are ASCII; XML has references for the rest.
    private static string Escape(string text)
    {
        var escaped = SecurityElement.Escape(text);
        return Ascii.IsValid(escaped)
            ? escaped
            : string.Concat(escaped.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : $"&#{rune.Value};"));
    }
}
