using Bridge.Core.Gateway;

namespace Bridge.Core.Tests.Support;

/// <summary>An order at the simulated gateway.</summary>
internal sealed class SimOrder(PlaceOrder placed, long permId)
{
    public PlaceOrder Placed { get; set; } = placed;

    public long PermId => permId;

    public string Status { get; set; } = "Submitted";

    public string WhyHeld { get; set; } = string.Empty;

    public long Filled { get; set; }

    public bool Live => Status is "Submitted" or "PreSubmitted" || WhyHeld.Length > 0;

    public OpenOrder Open => new(Placed.OrderId, SimGateway.ClientId, permId, Placed.Contract, Placed.Order, Status);

    public OrderStatus Told => new(
        Placed.OrderId, Status, Filled, Placed.Order.Quantity - Filled, Filled > 0 ? 100m : null, permId, Placed.Order.ParentId, SimGateway.ClientId, WhyHeld);

    public CompletedOrder Completed => new(permId, Placed.Contract, Placed.Order, Status, Filled, Status);
}
