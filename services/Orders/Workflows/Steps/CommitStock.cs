using Platform.Orders.Ports;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Takes the items out of stock. Undone by <see cref="ReleaseStock"/>, which puts them back.</summary>
internal sealed class CommitStock(IStock stock) : CheckoutStep
{
    protected override async Task<Checkout> DoAsync(Checkout checkout)
    {
        await stock.CommitAsync(checkout.OrderId, CancellationToken.None);
        return checkout;
    }
}
