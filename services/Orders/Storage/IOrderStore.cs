using Platform.Hosting.Failures;
using Platform.Orders.Domain;

namespace Platform.Orders.Storage;

/// <summary>The orders.</summary>
internal interface IOrderStore
{
    /// <summary>An order; null where there is none.</summary>
    Task<Order?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Stores a new order in its buyer's list, or finds the one that has its id.</summary>
    Task<Order> CreateAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Changes an order. A change of its state is published with it.</summary>
    /// <param name="id">The order.</param>
    /// <param name="change">Makes the new order of the old one; the same one for no change. May run several times.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="NotFoundException">There is none.</exception>
    Task<Order> ChangeAsync(string id, Func<Order, Order> change, CancellationToken cancellationToken);

    /// <summary>A page of a buyer's orders, newest first.</summary>
    Task<(IReadOnlyList<Order> Orders, long? Next)> ListAsync(string buyer, long? before, int count, CancellationToken cancellationToken);
}
