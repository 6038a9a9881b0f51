using Platform.Hosting.Access;
using Platform.Orders.Domain;

namespace Platform.Orders.Api;

/// <summary>Who may see which orders: buyers their own, staff all.</summary>
internal static class OrderAccess
{
    private static readonly string[] Staff = ["merchant", "admin"];

    /// <summary>Whether a caller may see an order.</summary>
    public static bool MaySee(this Principal caller, Order order) => caller.IsOwner(order.Buyer) || Staff.Any(caller.HasRole);
}
