using System.Text;
using System.Text.Encodings.Web;
using Google.Api;
using Google.Protobuf;
using Platform.Hosting.Failures;
using Platform.Orders.Domain;

namespace Platform.Orders.Api;

/// <summary>The paper that lies in a parcel, as a page of HTML that needs nothing else.</summary>
internal static class PackingSlip
{
    private const string Style =
        "body{font:14px/1.4 sans-serif;margin:2em}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #999;padding:.4em;text-align:left}"
        + "td.number,th.number{text-align:right}address{font-style:normal;margin:1em 0}";

    /// <summary>Draws the slip of a shipment.</summary>
    /// <param name="order">The order.</param>
    /// <param name="shipmentId">The shipment; empty for what was not sent yet.</param>
    /// <exception cref="NotFoundException">There is no such shipment.</exception>
    public static HttpBody Draw(Order order, string shipmentId)
    {
        var shipment = shipmentId.Length == 0 ? null : order.Shipments.FirstOrDefault(each => each.Id == shipmentId)
            ?? throw new NotFoundException("SHIPMENT_NOT_FOUND", "There is no such shipment.");
        var titles = order.Lines.ToDictionary(line => line.Sku, line => line.Title);
        var page = new StringBuilder()
            .Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Packing slip</title><style>").Append(Style).Append("</style></head><body>")
            .Append("<h1>Packing slip</h1><p>Order ").Text(order.Id).Append(", ").Text(order.CreateTime.ToString("yyyy-MM-dd")).Append("</p><address>")
            .AppendJoin("<br>", AddressOf(order.Address).Select(Encode)).Append("</address>");
        if (shipment is not null)
        {
            page.Append("<p>Shipment ").Text(shipment.Id).Append(" from ").Text(shipment.Warehouse)
                .Append(". ").Text(shipment.Carrier).Append(' ').Text(shipment.TrackingNumber).Append("</p>");
        }

        page.Append("<table><thead><tr><th>SKU</th><th>Item</th><th class=\"number\">Quantity</th></tr></thead><tbody>");
        foreach (var part in shipment?.Parts ?? order.Unshipped())
        {
            page.Append("<tr><td>").Text(part.Sku).Append("</td><td>").Text(titles[part.Sku]).Append("</td><td class=\"number\">").Append(part.Quantity).Append("</td></tr>");
        }

        return new HttpBody { ContentType = "text/html; charset=utf-8", Data = ByteString.CopyFromUtf8(page.Append("</tbody></table></body></html>").ToString()) };
    }

    private static IEnumerable<string> AddressOf(Address address) => new[]
    {
        [.. address.Recipients, address.Organization, .. address.Lines],
        new[] { $"{address.Locality} {address.AdministrativeArea} {address.PostalCode}".Trim(), address.RegionCode },
    }.SelectMany(lines => lines).Where(line => line.Trim().Length > 0);

    private static StringBuilder Text(this StringBuilder page, string text) => page.Append(Encode(text));

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
