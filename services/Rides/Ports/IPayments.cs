using Platform.Monetary;
using Platform.Rides.Domain;

namespace Platform.Rides.Ports;

/// <summary>The payments. What fails otherwise than by its answer may be tried again: every call twice is once.</summary>
internal interface IPayments
{
    /// <summary>Sets money aside.</summary>
    /// <returns>Whether it is; not when it was declined, or the rider would have to do something first.</returns>
    Task<bool> AuthorizeAsync(Ride ride, string paymentId, Money amount, CancellationToken cancellationToken);

    /// <summary>Takes money: what is set aside, else sets it aside first. More than is set aside is set aside anew, under another id.</summary>
    /// <returns>Whether it was taken.</returns>
    Task<bool> ChargeAsync(Ride ride, string paymentId, Money amount, CancellationToken cancellationToken);

    /// <summary>Sets free what is set aside; an authorization that comes later gets nothing.</summary>
    Task VoidAsync(string paymentId, CancellationToken cancellationToken);
}
