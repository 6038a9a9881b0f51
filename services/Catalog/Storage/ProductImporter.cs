using System.Text.Json;
using Platform.Catalog.Domain;
using Platform.Catalog.Domain.Import;

namespace Platform.Catalog.Storage;

/// <summary>Adds and changes many products. Each row stands for itself; what is as it was is not written.</summary>
internal sealed class ProductImporter(ProductStore products, TimeProvider clock)
{
    // Two writes a product, and the 100 writes of the smallest transactions (DynamoDB).
    private const int ChunkSize = 40;
    private const int Parallelism = 4;

    /// <summary>Imports rows.</summary>
    public async Task<ImportOutcome> ImportAsync(IReadOnlyList<ImportRow> rows, string currency, CancellationToken cancellationToken)
    {
        var outcome = new ImportOutcome();
        var mapper = new ImportMapper(currency);
        var good = new Dictionary<string, (int Row, CatalogProduct Product)>();
        foreach (var row in rows)
        {
            var (product, problems) = mapper.Map(row);
            if (product is not null && !good.TryAdd(product.Id, (row.Number, product)))
            {
                problems = [new RowProblem(row.Number, "sku", "is in an earlier row too")];
            }

            outcome.Refuse(problems);
        }

        await products.NoteIdsAsync(good.Keys, cancellationToken);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(good.Values.Chunk(ChunkSize), limits, async (chunk, token) => await SaveAsync(chunk, outcome, token));
        return outcome;
    }

    private async Task SaveAsync((int Row, CatalogProduct Product)[] chunk, ImportOutcome outcome, CancellationToken cancellationToken)
    {
        ImportOutcome part = new();
        await products.SaveManyAsync(
            [.. chunk.Select(each => each.Product.Id)],
            (existing, owners) =>
            {
                part = new ImportOutcome();
                return [.. chunk.Select(each => Plan(each.Row, each.Product, existing, owners, part)).OfType<CatalogProduct>()];
            },
            cancellationToken);
        outcome.Add(part);
    }

    // The product to write; null for none.
    private CatalogProduct? Plan(
        int row,
        CatalogProduct product,
        IReadOnlyDictionary<string, CatalogProduct> existing,
        IReadOnlyDictionary<string, string> owners,
        ImportOutcome outcome)
    {
        var now = clock.GetUtcNow();
        if (owners.GetValueOrDefault(product.Id, product.Id) != product.Id)
        {
            outcome.Refuse([new RowProblem(row, "sku", "is a variant of another product")]);
            return null;
        }

        if (existing.GetValueOrDefault(product.Id) is not { } old)
        {
            outcome.Created.Add(product.Id);
            return product with { CreateTime = now, UpdateTime = now };
        }

        if (old.Variants is not [{ } variant] || variant.Sku != product.Id)
        {
            outcome.Refuse([new RowProblem(row, "sku", "is a product with variants, which imports do not change")]);
            return null;
        }

        var same = product with { IsHidden = old.IsHidden, CreateTime = old.CreateTime, UpdateTime = old.UpdateTime, Revision = old.Revision };
        if (JsonSerializer.Serialize(same) == JsonSerializer.Serialize(old))
        {
            outcome.Unchanged++;
            return null;
        }

        outcome.Updated.Add(product.Id);
        return same with { UpdateTime = now, Revision = old.Revision + 1 };
    }
}
