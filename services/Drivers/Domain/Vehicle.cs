namespace Platform.Drivers.Domain;

/// <summary>A vehicle.</summary>
/// <param name="Class">What riders order, such as <c>economy</c>.</param>
/// <param name="Plate">The registration plate.</param>
/// <param name="Model">Make and model.</param>
/// <param name="Color">The colour.</param>
/// <param name="Seats">How many riders fit in.</param>
public sealed record Vehicle(string Class, string Plate, string Model, string Color, int Seats)
{
    /// <summary>No vehicle.</summary>
    public static Vehicle None { get; } = new("", "", "", "", 0);
}
