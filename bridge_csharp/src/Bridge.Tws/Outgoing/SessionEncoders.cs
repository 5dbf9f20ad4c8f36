using Bridge.Tws.Fields;

namespace Bridge.Tws.Outgoing;

/// <summary>Requests about the session itself.</summary>
internal static class SessionEncoders
{
    public static void Start(StartApi start, ref FieldWriter fields)
    {
        fields.Int(RequestKind.StartApi);
        fields.Int(2);
        fields.Int(start.ClientId);
        fields.Empty(1); // optional capabilities
    }

    public static void NextId(ref FieldWriter fields)
    {
        fields.Int(RequestKind.NextId);
        fields.Int(1);
        fields.Int(1); // how many; the gateway ignores it
    }

    public static void CurrentTime(ref FieldWriter fields)
    {
        fields.Int(RequestKind.CurrentTime);
        fields.Int(1);
    }
}
