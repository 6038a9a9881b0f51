namespace Platform.Identity.Domain.Accounts;

/// <summary>What users may do.</summary>
internal static class Role
{
    public const string Customer = "customer";
    public const string Driver = "driver";
    public const string Courier = "courier";
    public const string Merchant = "merchant";
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Customer, Driver, Courier, Merchant, Admin];
}
