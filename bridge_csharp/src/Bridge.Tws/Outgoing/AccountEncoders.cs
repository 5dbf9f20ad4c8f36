using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Outgoing;

/// <summary>Requests about accounts and what they hold.</summary>
internal static class AccountEncoders
{
    public static void Positions(ref FieldWriter fields)
    {
        fields.Int(RequestKind.Positions);
        fields.Int(1);
    }

    public static void Updates(RequestAccountUpdates updates, ref FieldWriter fields)
    {
        fields.Int(RequestKind.AccountUpdates);
        fields.Int(2);
        fields.Flag(updates.Subscribe);
        fields.Text(updates.Account);
    }
}
