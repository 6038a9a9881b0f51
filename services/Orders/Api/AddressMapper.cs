using Google.Type;
using Platform.Orders.Domain;

namespace Platform.Orders.Api;

/// <summary>Addresses as messages.</summary>
internal static class AddressMapper
{
    public static PostalAddress ToProto(Address address) => new()
    {
        RegionCode = address.RegionCode,
        LanguageCode = address.LanguageCode,
        PostalCode = address.PostalCode,
        AdministrativeArea = address.AdministrativeArea,
        Locality = address.Locality,
        AddressLines = { address.Lines },
        Recipients = { address.Recipients },
        Organization = address.Organization,
    };

    public static Address ToDomain(PostalAddress address) => new()
    {
        RegionCode = address.RegionCode,
        LanguageCode = address.LanguageCode,
        PostalCode = address.PostalCode,
        AdministrativeArea = address.AdministrativeArea,
        Locality = address.Locality,
        Lines = [.. address.AddressLines],
        Recipients = [.. address.Recipients],
        Organization = address.Organization,
    };
}
