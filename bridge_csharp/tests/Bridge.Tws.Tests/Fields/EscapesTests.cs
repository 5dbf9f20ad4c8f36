using Bridge.Tws.Fields;

namespace Bridge.Tws.Tests.Fields;

public sealed class EscapesTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("na\\u00efve", "naïve")]
    [InlineData("\\u4e2d\\u56fd", "中国")]
    [InlineData("\\ud83d\\ude00", "😀")]
    [InlineData("half \\ud83d.", "half \uFFFD.")]
    [InlineData("\\u12", "\\u12")]
    [InlineData("\\u12G4", "\\u12G4")]
    [InlineData("\\u 123", "\\u 123")]
    [InlineData("a\\nb \\\\u", "a\\nb \\\\u")]
    public void Escapes_are_resolved_and_all_else_stays(string text, string resolved) => Assert.Equal(resolved, Escapes.Resolve(text));
}
