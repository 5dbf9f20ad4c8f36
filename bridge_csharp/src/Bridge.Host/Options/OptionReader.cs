using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Bridge.Host.Options;

/// <summary>Reads options by name and collects everything that is wrong, so that one start shows all of it.</summary>
internal sealed class OptionReader(IConfiguration configuration)
{
    private readonly List<string> problems = [];
    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>One sentence each: the option, what it is, what is expected.</summary>
    public IReadOnlyList<string> Problems => problems;

    public string? OptionalText(string name)
    {
        known.Add(name);
        var value = configuration[name.Replace("__", ":", StringComparison.Ordinal)];
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    public string Text(string name, string absent) => OptionalText(name) ?? absent;

    public int Integer(string name, int absent, int least, int most) => (int)Long(name, absent, least, most);

    public long Long(string name, long absent, long least, long most)
    {
        if (OptionalText(name) is not { } text)
        {
            return absent;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
        {
            return value;
        }

        Wrong(name, text, $"a whole number from {least} to {most}");
        return absent;
    }

    public bool Truth(string name, bool absent)
    {
        if (OptionalText(name) is not { } text)
        {
            return absent;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        Wrong(name, text, "true or false");
        return absent;
    }

    public string Word(string name, params string[] allowed)
    {
        var text = Text(name, allowed[0]);
        if (allowed.Contains(text))
        {
            return text;
        }

        Wrong(name, text, string.Join(" or ", allowed));
        return allowed[0];
    }

    public TimeOnly? TimeOfDay(string name)
    {
        if (OptionalText(name) is not { } text)
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value))
        {
            return value;
        }

        Wrong(name, text, "a time of day in New York, such as 23:45");
        return null;
    }

    /// <summary>Options of our sections that nobody asked for are misspelt.</summary>
    public void RefuseUnknown(params string[] sections)
    {
        foreach (var option in sections.SelectMany(section => configuration.GetSection(section).GetChildren()))
        {
            var name = option.Path.Replace(":", "__", StringComparison.Ordinal);
            if (!known.Contains(name))
            {
                problems.Add($"{name} is no option of the bridge; expected one of {string.Join(", ", known.Order())}");
            }
        }
    }

    public void Wrong(string name, string value, string expected) => problems.Add($"{name} is '{value}'; expected {expected}");
}
