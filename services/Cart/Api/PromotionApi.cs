using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Cart.Storage;
using Platform.Cart.V1;
using Platform.Hosting;
using Platform.Hosting.Failures;

namespace Platform.Cart.Api;

/// <summary>The API of promotions.</summary>
internal sealed class PromotionApi(PromotionStore promotions) : PromotionService.PromotionServiceBase
{
    private const int DefaultPageSize = 50;
    private const int MaxPageSize = 1000;
    private const string ListQuery = "promotions";

    public override async Task<Promotion> CreatePromotion(CreatePromotionRequest request, ServerCallContext context)
    {
        var promotion = PromotionMapper.ToDomain(request);
        await promotions.CreateAsync(promotion, context.CancellationToken);
        return PromotionMapper.ToProto(promotion);
    }

    public override async Task<ListPromotionsResponse> ListPromotions(ListPromotionsRequest request, ServerCallContext context)
    {
        new FieldValidator().Require(request.PageSize >= 0, "page_size", "must not be negative").ThrowIfInvalid();
        var size = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, MaxPageSize);
        var after = PageToken.DecodeText(request.PageToken, ListQuery);
        var page = await promotions.ListAsync(after, size, context.CancellationToken);
        return new ListPromotionsResponse
        {
            Promotions = { page.Select(PromotionMapper.ToProto) },
            NextPageToken = page.Count == size ? PageToken.EncodeText(page[^1].Code, ListQuery) : "",
        };
    }

    public override async Task<Empty> DeletePromotion(DeletePromotionRequest request, ServerCallContext context)
    {
        await promotions.DeleteAsync(PromotionMapper.CodeOf(request.Name), context.CancellationToken);
        return new Empty();
    }
}
