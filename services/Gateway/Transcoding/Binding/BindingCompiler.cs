using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Gateway.Transcoding.Templates;

namespace Platform.Gateway.Transcoding.Binding;

/// <summary>
/// Compiles the <c>google.api.http</c> annotations of descriptors. The package tells the app: <c>platform.shortener.v1</c>
/// is served by <c>shortener</c>.
/// </summary>
internal static partial class BindingCompiler
{
    /// <summary>All bindings of the files, in the order of declaration.</summary>
    /// <exception cref="InvalidOperationException">Annotations are wrong; the message has all that are.</exception>
    public static IReadOnlyList<HttpBinding> Compile(IEnumerable<FileDescriptor> files)
    {
        var bindings = new List<HttpBinding>();
        var errors = new List<string>();
        foreach (var method in files.SelectMany(f => f.Services).SelectMany(s => s.Methods))
        {
            if (method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { } rule) continue;
            foreach (var binding in rule.AdditionalBindings.Prepend(rule))
            {
                try
                {
                    bindings.Add(Compile(method, binding));
                }
                catch (FormatException wrong)
                {
                    errors.Add($"{method.FullName}: {wrong.Message}");
                }
            }
        }
        return errors.Count == 0 ? bindings : throw new InvalidOperationException(string.Join(Environment.NewLine, errors));
    }

    private static HttpBinding Compile(MethodDescriptor method, HttpRule rule)
    {
        if (method.IsClientStreaming) throw new FormatException("a stream of requests has no HTTP binding.");
        var (httpMethod, path) = Pattern(rule);
        var template = PathTemplate.Parse(path);
        var bodyField = rule.Body is "" or "*" ? null : Top(method.InputType, rule.Body);
        return new HttpBinding
        {
            AppId = AppId(method.File),
            Method = method,
            HttpMethod = httpMethod,
            Template = template,
            Route = template.ToString(),
            Variables = template.Variables.Select(v => Variable(method.InputType, v)).ToList(),
            Body = rule.Body switch { "" => BodyTarget.None, "*" => BodyTarget.Message, _ => BodyTarget.Field },
            BodyField = bodyField,
            ResponseField = rule.ResponseBody.Length == 0 ? null : Top(method.OutputType, rule.ResponseBody).Leaf,
            InferredMask = httpMethod == HttpMethods.Patch && bodyField is not null ? Mask(method.InputType) : null,
            Rpc = Rpc(method),
        };
    }

    private static (string Method, string Path) Pattern(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => (HttpMethods.Get, rule.Get),
        HttpRule.PatternOneofCase.Put => (HttpMethods.Put, rule.Put),
        HttpRule.PatternOneofCase.Post => (HttpMethods.Post, rule.Post),
        HttpRule.PatternOneofCase.Delete => (HttpMethods.Delete, rule.Delete),
        HttpRule.PatternOneofCase.Patch => (HttpMethods.Patch, rule.Patch),
        HttpRule.PatternOneofCase.Custom => (rule.Custom.Kind, rule.Custom.Path),
        _ => throw new FormatException("a binding without method and path."),
    };

    private static FieldPath Variable(MessageDescriptor request, TemplateVariable variable)
    {
        var path = FieldPath.Find(request, variable.FieldPath) ?? throw new FormatException($"{request.Name} has no field '{variable.FieldPath}'.");
        return !path.Leaf.IsRepeated && FieldText.IsReadable(path.Leaf)
            ? path
            : throw new FormatException($"the field '{variable.FieldPath}' cannot be part of a path.");
    }

    private static FieldPath Top(MessageDescriptor message, string field) =>
        message.FindFieldByName(field) is not null
            ? FieldPath.Find(message, field)!
            : throw new FormatException($"{message.Name} has no field '{field}'.");

    private static FieldPath? Mask(MessageDescriptor request) =>
        request.FindFieldByName(FieldMasks.FieldName) is { FieldType: FieldType.Message } field && field.MessageType == FieldMask.Descriptor
            ? FieldPath.Find(request, FieldMasks.FieldName)
            : null;

    private static string AppId(FileDescriptor file)
    {
        var match = PlatformPackage().Match(file.Package);
        return match.Success ? match.Groups["app"].Value : throw new FormatException($"the package {file.Package} is not of the form platform.<app>.v<n>.");
    }

    private static Method<IMessage, IMessage> Rpc(MethodDescriptor method) => new(
        method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary,
        method.Service.FullName,
        method.Name,
        MarshallerOf(method.InputType),
        MarshallerOf(method.OutputType));

    // By arrays: google.api.HttpBody of the package Google.Api.CommonProtos predates serialization into buffers.
    private static Marshaller<IMessage> MarshallerOf(MessageDescriptor message) =>
        Marshallers.Create<IMessage>(static value => value.ToByteArray(), message.Parser.ParseFrom);

    [GeneratedRegex(@"^platform\.(?<app>[a-z][a-z0-9]*)\.v[0-9]+[a-z0-9]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlatformPackage();
}
