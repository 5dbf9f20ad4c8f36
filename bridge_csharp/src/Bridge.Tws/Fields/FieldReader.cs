using System.Globalization;

namespace Bridge.Tws.Fields;

/// <summary>
/// Reads the fields of one payload in order: texts, each ended by NUL. It never throws: the first field that is missing or is
/// not what its place asks for is kept in <see cref="Problem"/>, and what is read from then on counts for nothing. Fields that
/// are not asked for are ignored.
/// </summary>
internal ref struct FieldReader(ReadOnlySpan<byte> payload, TextCache texts)
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Fraction = Whole | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const string WholeNumber = "a whole number";

    // Nothing traded has a larger size or price; the product of two, summed over a day, still fits where it is added up.
    private const decimal Largest = 1_000_000_000_000m;

    private ReadOnlySpan<byte> _rest = payload;
    private int _place;

    /// <summary>What the first unreadable field was; null while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>Bytes not read yet: no list in them can be longer.</summary>
    public readonly int BytesLeft => _rest.Length;

    /// <summary>Passes over fields. A count from the wire may be anything: the end of the message stops it.</summary>
    public void Skip(long count)
    {
        for (; count > 0 && Problem is null; count--)
        {
            Next();
        }
    }

    /// <summary>The text as it came, from the cache where it is known.</summary>
    public string Word() => texts.Get(Next());

    /// <summary>Text meant for people: escapes resolved.</summary>
    public string Text() => Escapes.Resolve(Word());

    /// <summary>A whole number that must be there.</summary>
    public int Int()
    {
        ReadOnlySpan<byte> field = Next();
        return int.TryParse(field, Whole, CultureInfo.InvariantCulture, out int value)
            ? value
            : Refuse<int>(field, WholeNumber);
    }

    /// <summary>A whole number; 0 where unset.</summary>
    public int IntOrZero()
    {
        ReadOnlySpan<byte> field = Next();
        if (field.IsEmpty)
        {
            return 0;
        }

        return int.TryParse(field, Whole, CultureInfo.InvariantCulture, out int value)
            ? value == int.MaxValue ? 0 : value
            : Refuse<int>(field, WholeNumber);
    }

    /// <summary>A whole number of 64 bits that must be there.</summary>
    public long Long()
    {
        ReadOnlySpan<byte> field = Next();
        return long.TryParse(field, Whole, CultureInfo.InvariantCulture, out long value)
            ? value
            : Refuse<long>(field, WholeNumber);
    }

    /// <summary>A whole number of 64 bits; 0 where unset.</summary>
    public long LongOrZero()
    {
        ReadOnlySpan<byte> field = Next();
        if (field.IsEmpty)
        {
            return 0;
        }

        return long.TryParse(field, Whole, CultureInfo.InvariantCulture, out long value)
            ? value == long.MaxValue ? 0 : value
            : Refuse<long>(field, WholeNumber);
    }

    /// <summary>How many items follow: 0 where unset, never negative.</summary>
    public int Count()
    {
        int count = IntOrZero();
        if (count < 0)
        {
            Problem ??= $"field {_place} counts {count} items";
        }

        return Problem is null ? count : 0;
    }

    /// <summary>0 or 1 (or the words); unset is false.</summary>
    public bool Flag()
    {
        ReadOnlySpan<byte> field = Next();
        return field switch
        {
            [] or [(byte)'0'] => false,
            [(byte)'1'] => true,
            _ when Is(field, "true") => true,
            _ when Is(field, "false") => false,
            _ => Refuse<bool>(field, "0 or 1"),
        };
    }

    /// <summary>A decimal that must be there.</summary>
    public decimal Decimal()
    {
        decimal? value = DecimalOrNull();
        if (value is null)
        {
            Problem ??= $"field {_place} is unset; a number was expected";
        }

        return value ?? 0;
    }

    /// <summary>A decimal; null where unset.</summary>
    public decimal? DecimalOrNull()
    {
        ReadOnlySpan<byte> field = Next();
        if (field.IsEmpty)
        {
            return null;
        }

        if (decimal.TryParse(field, Fraction, CultureInfo.InvariantCulture, out decimal value))
        {
            return Unset.Is(value) ? null
                : value is > Largest or < -Largest ? Refuse<decimal>(field, "a number up to 1e12")
                : value;
        }

        return IsUnset(field) ? null : Refuse<decimal>(field, "a number");
    }

    /// <summary>A price or size of market data, which the core judges: not a number where unset.</summary>
    public double Double()
    {
        ReadOnlySpan<byte> field = Next();
        if (field.IsEmpty)
        {
            return double.NaN;
        }

        if (double.TryParse(field, Fraction, CultureInfo.InvariantCulture, out double value))
        {
            return Unset.Is(value) ? double.NaN : value;
        }

        return IsUnset(field) ? double.NaN : Refuse<double>(field, "a number");
    }

    /// <summary>Says why the message cannot be used, unless something before it already did.</summary>
    public void Refuse(string problem) => Problem ??= problem;

    private ReadOnlySpan<byte> Next()
    {
        if (_rest.IsEmpty)
        {
            Problem ??= $"the message ends after {_place} fields";
            return default;
        }

        _place++;
        int end = _rest.IndexOf((byte)0);
        ReadOnlySpan<byte> field = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return field;
    }

    private T Refuse<T>(ReadOnlySpan<byte> field, string expected)
        where T : struct
    {
        Problem ??= $"field {_place} is '{Shown.Of(field)}'; {expected} was expected";
        return default;
    }

    private static bool IsUnset(ReadOnlySpan<byte> field) =>
        Is(field, "infinity") || Is(field, "infinite") || Is(field, "nan")
        || (double.TryParse(field, Fraction, CultureInfo.InvariantCulture, out double value) && Unset.Is(value));

    private static bool Is(ReadOnlySpan<byte> field, string word) => System.Text.Ascii.EqualsIgnoreCase(field, word);
}
