using Google.Protobuf;
using Microsoft.AspNetCore.WebUtilities;
using Platform.Gateway.Problems;

namespace Platform.Gateway.Transcoding.Binding;

/// <summary>Fills the fields that neither path nor body bind from query parameters.</summary>
internal static class QueryBinder
{
    /// <exception cref="ProblemException">A parameter is unknown, bound elsewhere, given twice or of a wrong form.</exception>
    public static void Bind(HttpBinding binding, IMessage request, QueryString query)
    {
        if (!query.HasValue) return;
        var errors = new List<FieldError>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in new QueryStringEnumerable(query.Value))
        {
            var name = parameter.DecodeName().ToString();
            if (name.Length == 0) continue;
            if (Bind(binding, request, name, parameter.DecodeValue().ToString(), seen) is { } error) errors.Add(new FieldError(name, error));
        }
        if (errors.Count > 0) throw new ProblemException(Problem.InvalidFields(errors));
    }

    private static string? Bind(HttpBinding binding, IMessage request, string name, string text, HashSet<string> seen)
    {
        if (FieldPath.Find(request.Descriptor, name) is not { } field) return "is no parameter of this method";
        if (!binding.IsOpenToQuery(field)) return "is set by the path or the body, not by a parameter";
        if (!FieldText.IsReadable(field.Leaf)) return "cannot be given as a parameter";
        if (!seen.Add(field.ProtoName) && !field.Leaf.IsRepeated) return "is given more than once";
        if (!FieldText.TryRead(field.Leaf, text, out var value)) return FieldText.Expectation(field.Leaf);
        if (field.OneofRival(request) is { } rival) return $"cannot be set together with {rival.JsonName}";
        field.Set(request, value);
        return null;
    }
}
