using Google.Protobuf.WellKnownTypes;
using Platform.Cart.Domain;
using Platform.Cart.V1;
using Platform.Hosting.Failures;
using Platform.Monetary;

namespace Platform.Cart.Api;

/// <summary>Promotions as messages and back.</summary>
internal static class PromotionMapper
{
    private const string Prefix = "promotions/";
    private const int MaxCategories = 20;
    private const int MaxCategoryLength = 500;

    public static Promotion ToProto(CartPromotion promotion)
    {
        var message = new Promotion
        {
            Name = Prefix + promotion.Code,
            MinimumSubtotal = promotion.MinimumSubtotal?.ToProto(),
            Categories = { promotion.Categories },
            StartTime = promotion.StartTime is { } start ? Timestamp.FromDateTimeOffset(start) : null,
            EndTime = promotion.EndTime is { } end ? Timestamp.FromDateTimeOffset(end) : null,
        };
        if (promotion.PercentOff > 0)
        {
            message.PercentOff = promotion.PercentOff;
        }
        else if (promotion.AmountOff is { } amount)
        {
            message.AmountOff = amount.ToProto();
        }
        else
        {
            message.FreeShipping = true;
        }

        return message;
    }

    /// <summary>The promotion that a request asks for.</summary>
    /// <exception cref="InvalidArgumentException">Fields are bad.</exception>
    public static CartPromotion ToDomain(CreatePromotionRequest request)
    {
        var promotion = request.Promotion ?? throw new InvalidArgumentException("promotion", "must be set");
        var code = request.PromotionId.ToUpperInvariant();
        var (start, end) = (TimeOf(promotion.StartTime), TimeOf(promotion.EndTime));
        var isBenefit = promotion.BenefitCase switch
        {
            Promotion.BenefitOneofCase.PercentOff => promotion.PercentOff is >= 1 and <= 100,
            Promotion.BenefitOneofCase.AmountOff => MoneyOf(promotion.AmountOff) is { IsPositive: true, IsMinor: true },
            Promotion.BenefitOneofCase.FreeShipping => promotion.FreeShipping,
            _ => false,
        };
        new FieldValidator()
            .Require(CartPromotion.IsCode(code), "promotion_id", "must be 3 to 32 of 0-9A-Z-")
            .Require(isBenefit, "promotion.benefit", "must be a percentage of 1 to 100, an amount of whole minor units, or free shipping")
            .Require(promotion.MinimumSubtotal is null || MoneyOf(promotion.MinimumSubtotal) is { IsPositive: true }, "promotion.minimum_subtotal", "must be positive")
            .Require(promotion.Categories.Count <= MaxCategories, "promotion.categories", $"must be at most {MaxCategories}")
            .Require(
                promotion.Categories.All(category => category.Length is >= 1 and <= MaxCategoryLength),
                "promotion.categories",
                $"must have 1 to {MaxCategoryLength} characters")
            .Require(promotion.StartTime is null || start is not null, "promotion.start_time", "must be a time")
            .Require(promotion.EndTime is null || end is not null, "promotion.end_time", "must be a time")
            .Require(!(end <= start), "promotion.end_time", "must be after start_time")
            .ThrowIfInvalid();
        return new CartPromotion
        {
            Code = code,
            PercentOff = promotion.PercentOff,
            AmountOff = MoneyOf(promotion.AmountOff),
            FreeShipping = promotion.FreeShipping,
            MinimumSubtotal = MoneyOf(promotion.MinimumSubtotal),
            Categories = [.. promotion.Categories],
            StartTime = start,
            EndTime = end,
        };
    }

    /// <summary>The code in the name of a promotion.</summary>
    /// <exception cref="InvalidArgumentException">It is no name of a promotion.</exception>
    public static string CodeOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && CartPromotion.IsCode(name[Prefix.Length..])
            ? name[Prefix.Length..]
            : throw new InvalidArgumentException("name", "must be promotions/ and a code");

    private static Money? MoneyOf(Google.Type.Money? money) => Money.TryFromProto(money, out var amount) ? amount : null;

    // Null also for what no time can be: its seconds are out of range.
    private static DateTimeOffset? TimeOf(Timestamp? time)
    {
        try
        {
            return time?.ToDateTimeOffset();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
