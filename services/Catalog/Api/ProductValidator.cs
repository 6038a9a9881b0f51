using Platform.Catalog.Domain;
using Platform.Catalog.V1;
using Platform.Hosting.Failures;

namespace Platform.Catalog.Api;

/// <summary>Checks requests that change products, and tells all that is wrong with them at once.</summary>
internal sealed class ProductValidator(TimeProvider clock)
{
    private const int MaxRequestIdLength = 128;

    private static readonly string[] Fields =
        ["title", "description", "brand", "categories", "variants", "images", "attributes", "state"];

    /// <summary>The product that a request asks for.</summary>
    /// <exception cref="InvalidArgumentException">Fields are bad.</exception>
    public CatalogProduct Check(CreateProductRequest request)
    {
        var product = request.Product ?? throw new InvalidArgumentException("product", "must be set");
        var id = request.ProductId.Length > 0 ? request.ProductId : product.Variants.FirstOrDefault()?.Sku ?? "";
        var now = clock.GetUtcNow();
        var domain = ProductMapper.ToDomain(product, id) with { CreateTime = now, UpdateTime = now };
        Require(domain, new FieldValidator()
            .Require(request.RequestId.Length <= MaxRequestIdLength, "request_id", $"must have at most {MaxRequestIdLength} characters")
            .Require(Enum.IsDefined(product.State), "product.state", "must be ACTIVE or HIDDEN"));
        return domain;
    }

    /// <summary>The change that a request asks for.</summary>
    /// <exception cref="InvalidArgumentException">The mask is bad; or, by the change, fields are.</exception>
    public Func<CatalogProduct, CatalogProduct> Check(UpdateProductRequest request)
    {
        var mask = MaskOf(request);
        new FieldValidator()
            .Require(mask.IsSubsetOf(Fields), "update_mask", $"must name only {string.Join(", ", Fields)}")
            .Require(Enum.IsDefined(request.Product.State), "product.state", "must be ACTIVE or HIDDEN")
            .ThrowIfInvalid();
        var wanted = ProductMapper.ToDomain(request.Product, id: "");
        var now = clock.GetUtcNow();
        return old =>
        {
            var changed = old with
            {
                Title = mask.Contains("title") ? wanted.Title : old.Title,
                Description = mask.Contains("description") ? wanted.Description : old.Description,
                Brand = mask.Contains("brand") ? wanted.Brand : old.Brand,
                Categories = mask.Contains("categories") ? wanted.Categories : old.Categories,
                Variants = mask.Contains("variants") ? wanted.Variants : old.Variants,
                Images = mask.Contains("images") ? wanted.Images : old.Images,
                Attributes = mask.Contains("attributes") ? wanted.Attributes : old.Attributes,
                IsHidden = mask.Contains("state") ? wanted.IsHidden : old.IsHidden,
                UpdateTime = now,
                Revision = old.Revision + 1,
            };
            Require(changed, new FieldValidator());
            return changed;
        };
    }

    private static void Require(CatalogProduct product, FieldValidator validator)
    {
        foreach (var problem in ProductRules.ProblemsOf(product))
        {
            validator.Require(valid: false, problem.Field == "product_id" ? problem.Field : "product." + problem.Field, problem.Description);
        }

        validator.ThrowIfInvalid();
    }

    // Without a mask all fields that are set are meant, and * means all there are (AIP-134).
    private static HashSet<string> MaskOf(UpdateProductRequest request)
    {
        if (request.UpdateMask is { Paths.Count: > 0 } mask)
        {
            return mask.Paths is ["*"] ? [.. Fields] : [.. mask.Paths];
        }

        var product = request.Product;
        var isSet = new Dictionary<string, bool>
        {
            ["title"] = product.Title.Length > 0,
            ["description"] = product.Description.Length > 0,
            ["brand"] = product.Brand.Length > 0,
            ["categories"] = product.Categories.Count > 0,
            ["variants"] = product.Variants.Count > 0,
            ["images"] = product.Images.Count > 0,
            ["attributes"] = product.Attributes.Count > 0,
            ["state"] = product.State != Product.Types.State.Unspecified,
        };
        return [.. isSet.Where(field => field.Value).Select(field => field.Key)];
    }
}
