using System.Reflection;
using System.Text;
using Chart.Tests.Manifests;
using Google.Api;
using Google.Protobuf.Reflection;
using Platform.Shortener.V1;

namespace Chart.Tests.Access;

/// <summary>
/// Who calls whom, from the code: methods of generated clients that an app's assemblies refer to, and for the gateway every method with an HTTP annotation, which it
/// calls by its descriptor. The callee is every app that has a class of that service.
/// </summary>
internal static class AccessTable
{
    private const string Gateway = "gateway";

    /// <summary>Callee, caller, operations.</summary>
    public static SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> FromCode()
    {
        var methods = Methods();
        var code = ServiceList.All.ToDictionary(service => service.AppId, ServiceCode.Read);
        var table = new SortedDictionary<string, SortedDictionary<string, SortedSet<string>>>(StringComparer.Ordinal);
        foreach (var (caller, called) in code)
        {
            var transcoded = caller == Gateway ? methods.Where(method => IsTranscoded(method.Value)).Select(method => method.Key) : [];
            foreach (var call in called.Calls.Union(transcoded))
            {
                var service = call[..call.IndexOf('/', StringComparison.Ordinal)];
                foreach (var (callee, _) in code.Where(app => app.Key != caller && app.Value.Implements.Contains(service)))
                {
                    Entry(Entry(table, callee), caller).Add($"{methods[call].Service.FullName}/{methods[call].Name}");
                }
            }
        }

        return table;
    }

    /// <summary>The table as the file in the chart.</summary>
    public static string Text()
    {
        var text = new StringBuilder("""
            # Who may call what: the app that is called, who calls it, and the gRPC methods. Sidecars refuse everything else.
            # Made from the code of the services by Chart.Tests, which fails when this file differs: PLATFORM_UPDATE=1 writes it anew.
            # The end-to-end tests make every one of these calls happen, and see no other.

            """);
        foreach (var (callee, callers) in FromCode())
        {
            text.Append(callee).Append(":\n");
            foreach (var (caller, operations) in callers)
            {
                text.Append("  ").Append(caller).Append(":\n");
                foreach (var operation in operations)
                {
                    text.Append("    - ").Append(operation).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static TValue Entry<TValue>(SortedDictionary<string, TValue> table, string key)
        where TValue : new()
    {
        if (!table.TryGetValue(key, out var value))
        {
            table[key] = value = new TValue();
        }

        return value;
    }

    private static bool IsTranscoded(MethodDescriptor method) => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not null;

    // By the name that generated code has: Platform.Cart.V1.CartService/GetCart.
    private static Dictionary<string, MethodDescriptor> Methods() => typeof(ShortenerReflection).Assembly.GetTypes()
        .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
        .Where(property => property?.PropertyType == typeof(FileDescriptor))
        .Select(property => (FileDescriptor)property!.GetValue(null)!)
        .SelectMany(file => file.Services)
        .SelectMany(service => service.Methods)
        .ToDictionary(method => $"{method.File.GetOptions().CsharpNamespace}.{method.Service.Name}/{method.Name}");
}
