using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>The ends of lists: a version, and what the list was about.</summary>
internal static class EndDecoders
{
    private static readonly OpenOrderEnd s_openOrders = new();
    private static readonly PositionEnd s_positions = new();
    private static readonly CompletedOrdersEnd s_completedOrders = new();

    public static GatewayMessage ContractDetails(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        return new ContractDetailsEnd(fields.Int());
    }

    public static GatewayMessage Executions(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        return new ExecutionDetailsEnd(fields.Int());
    }

    public static GatewayMessage AccountValues(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        return new AccountValuesEnd(fields.Word());
    }

    public static GatewayMessage OpenOrders(ref FieldReader fields, int serverVersion) => s_openOrders;

    public static GatewayMessage Positions(ref FieldReader fields, int serverVersion) => s_positions;

    public static GatewayMessage CompletedOrders(ref FieldReader fields, int serverVersion) => s_completedOrders;
}
