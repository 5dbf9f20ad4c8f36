using System.Globalization;
using System.Text;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Tests.Fields;

public sealed class TextCacheTests
{
    private readonly TextCache _texts = new();

    [Fact]
    public void The_same_bytes_give_the_same_string() => Assert.Same(_texts.Get("SMART"u8), _texts.Get("SMART"u8));

    [Fact]
    public void More_texts_than_places_are_all_right()
    {
        for (int round = 0; round < 2; round++)
        {
            for (int number = 0; number < 5000; number++)
            {
                string text = "symbol" + number.ToString(CultureInfo.InvariantCulture);
                Assert.Equal(text, _texts.Get(Encoding.ASCII.GetBytes(text)));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Zürich")]
    [InlineData("a text that is longer than those that are kept")]
    public void What_is_not_kept_is_right_all_the_same(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(text, _texts.Get(bytes));
        Assert.Equal(text, _texts.Get(bytes));
    }

    [Fact]
    public void Bytes_that_are_no_text_become_replacement_letters() => Assert.Equal("a\uFFFD", _texts.Get([(byte)'a', 0xFF]));
}
