using Platform.Orders.Domain;
using Platform.Orders.Domain.Pricing;
using Platform.Orders.Ports;

namespace Platform.Orders.Workflows;

/// <summary>A checkout: what was asked for, and what its steps have found out so far.</summary>
internal sealed record Checkout
{
    /// <summary>The order: also names its reservation, its payment and this workflow.</summary>
    public required string OrderId { get; init; }

    public required string Buyer { get; init; }

    public required Address Address { get; init; }

    public required string PaymentToken { get; init; }

    /// <summary>The promotion that was asked for; empty for the cart's.</summary>
    public required string PromoCode { get; init; }

    /// <summary>A hash of the request.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What is bought; set by <see cref="Steps.ValidateCart"/>.</summary>
    public ShoppingCart? Cart { get; init; }

    /// <summary>What is bought, at the catalogue's prices; set by <see cref="Steps.ValidateCart"/>.</summary>
    public IReadOnlyList<PricedItem> Items { get; init; } = [];

    /// <summary>Which warehouses have it; set by <see cref="Steps.ReserveStock"/>.</summary>
    public IReadOnlyList<Allocation> Allocations { get; init; } = [];

    /// <summary>What it costs; set by <see cref="Steps.PriceOrder"/>.</summary>
    public Quote? Quote { get; init; }

    /// <summary>Where the buyer has to go; set by <see cref="Steps.AuthorizePayment"/>, null for nowhere.</summary>
    public string? ActionUrl { get; init; }
}
