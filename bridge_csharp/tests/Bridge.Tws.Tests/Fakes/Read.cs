using Bridge.Core.Gateway;
using Bridge.Tws.Codec;

namespace Bridge.Tws.Tests.Fakes;

/// <summary>Decoding and encoding in one line.</summary>
internal static class Read
{
    public static GatewayMessage Message(string text, int version = 178) => new ClassicCodec(version).Decode(Payload.Of(text));

    public static T As<T>(string text, int version = 178)
        where T : GatewayMessage => Assert.IsType<T>(Message(text, version));

    /// <summary>The fields that a request becomes, parted by |.</summary>
    public static string Request(GatewayRequest request, int version = 178)
    {
        var written = new System.Buffers.ArrayBufferWriter<byte>();
        Assert.Null(new ClassicCodec(version).Encode(request, written));
        return string.Join('|', Payload.Fields(written.WrittenSpan));
    }
}
