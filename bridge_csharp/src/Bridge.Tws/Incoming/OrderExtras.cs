using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>Parts of an order that we never write, but others may; how long they are stands in the message itself.</summary>
internal static class OrderExtras
{
    /// <summary>Legs of a combination, their prices, routing parameters.</summary>
    public static void SkipLegs(ref FieldReader fields)
    {
        fields.Skip(8L * fields.Count());
        fields.Skip(fields.Count());
        fields.Skip(2L * fields.Count());
    }

    /// <summary>A scale order's sizes and, where it has an increment, the seven fields after it.</summary>
    public static void SkipScale(ref FieldReader fields)
    {
        fields.Skip(2);
        if (fields.DecimalOrNull() > 0)
        {
            fields.Skip(7);
        }
    }

    /// <summary>A hedge's type and, where there is one, its parameter.</summary>
    public static void SkipHedge(ref FieldReader fields) => SkipIfNamed(ref fields, 1);

    /// <summary>
    /// The type of a hedging order and, where there is one, the fields that describe it. Recorded sessions name it "None".
    /// </summary>
    public static void SkipDeltaNeutralOrder(ref FieldReader fields, int described)
    {
        bool named = fields.Word().Length > 0;
        fields.Skip(1);
        fields.Skip(named ? described : 0);
    }

    /// <summary>The underlying of a delta-neutral combination.</summary>
    public static void SkipDeltaNeutralContract(ref FieldReader fields)
    {
        if (fields.Flag())
        {
            fields.Skip(3);
        }
    }

    /// <summary>An algorithm's name and parameters.</summary>
    public static void SkipAlgorithm(ref FieldReader fields)
    {
        if (fields.Word().Length > 0)
        {
            fields.Skip(2L * fields.Count());
        }
    }

    /// <summary>The reference of an order pegged to a benchmark.</summary>
    public static void SkipBenchmark(ref FieldReader fields, string orderType)
    {
        if (orderType is "PEG BENCH" or "PEGBENCH")
        {
            fields.Skip(5);
        }
    }

    /// <summary>Conditions, each of a kind with a length of its own.</summary>
    public static void SkipConditions(ref FieldReader fields)
    {
        int count = fields.Count();
        for (int left = count; left > 0 && fields.Problem is null; left--)
        {
            fields.Skip(FieldsOfCondition(fields.Int(), ref fields));
        }

        fields.Skip(count > 0 ? 2 : 0); // outside regular hours, cancel instead
    }

    private static int FieldsOfCondition(int kind, ref FieldReader fields)
    {
        switch (kind)
        {
            case 1: // price
                return 6;
            case 3 or 4: // time, margin
                return 3;
            case 5: // execution
                return 4;
            case 6 or 7: // volume, change in percent
                return 5;
            default:
                fields.Refuse($"an order condition of kind {kind}, which is not known");
                return 0;
        }
    }

    private static void SkipIfNamed(ref FieldReader fields, int described)
    {
        if (fields.Word().Length > 0)
        {
            fields.Skip(described);
        }
    }
}
