namespace Platform.EndToEnd.Access;

/// <summary>A gRPC method that an app calls of another one.</summary>
/// <param name="Caller">The app id of who calls.</param>
/// <param name="Callee">The app id of who is called.</param>
/// <param name="Method">The method: <c>package.Service/Method</c>.</param>
internal sealed record AppCall(string Caller, string Callee, string Method)
{
    public override string ToString() => $"{Caller} calls {Method} of {Callee}";
}
