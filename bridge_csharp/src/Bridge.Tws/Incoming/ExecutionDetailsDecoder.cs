using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>request, order, contract, execution; from 178 one more field at the end, which is not needed.</summary>
internal static class ExecutionDetailsDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        int requestId = fields.Int();
        int orderId = fields.Int();
        Contract contract = ContractFields.Read(ref fields);
        string execId = fields.Word();
        string time = fields.Word();
        string account = fields.Word();
        fields.Skip(1); // exchange
        string side = Side(ref fields);
        decimal shares = fields.Decimal();
        decimal price = fields.Decimal();
        long permId = fields.LongOrZero();
        int clientId = fields.IntOrZero();
        fields.Skip(1); // liquidation
        decimal cumulative = fields.DecimalOrNull() ?? 0; // this and the next are for people: without them it is an execution all the same
        decimal average = fields.DecimalOrNull() ?? 0;
        return new ExecutionDetails(
            requestId,
            orderId,
            contract,
            execId,
            time,
            account,
            side,
            shares,
            price,
            permId,
            clientId,
            cumulative,
            average,
            fields.Word());
    }

    private static string Side(ref FieldReader fields)
    {
        string side = fields.Word();
        switch (side)
        {
            case "BOT":
                return "BUY";
            case "SLD":
                return "SELL";
            default:
                fields.Refuse($"an execution of side '{Shown.Of(side)}'; BOT or SLD was expected");
                return side;
        }
    }
}
