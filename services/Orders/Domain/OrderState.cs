using System.Text.Json.Serialization;

namespace Platform.Orders.Domain;

/// <summary>Where an order stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderState>))]
internal enum OrderState
{
    /// <summary>The checkout is under way.</summary>
    Pending,

    /// <summary>The buyer has to confirm the payment.</summary>
    ActionRequired,

    /// <summary>Paid, and to be sent.</summary>
    Confirmed,

    /// <summary>Some of it was sent.</summary>
    PartiallyShipped,

    /// <summary>All of it was sent.</summary>
    Shipped,

    /// <summary>All of it has arrived.</summary>
    Delivered,

    /// <summary>The checkout failed and everything is undone.</summary>
    Failed,

    /// <summary>A cancellation is under way.</summary>
    Cancelling,

    /// <summary>Canceled, and everything is undone.</summary>
    Canceled,

    /// <summary>All of its money went back.</summary>
    Refunded,

    /// <summary>Its items are back in stock, but the provider refuses to give the money back: staff have to see to it, and cancel it again.</summary>
    CancelFailed,
}
