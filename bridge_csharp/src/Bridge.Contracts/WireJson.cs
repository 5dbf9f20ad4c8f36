using System.Text.Json;
using System.Text.Json.Serialization;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Events;
using Bridge.Contracts.State;

namespace Bridge.Contracts;

/// <summary>JSON of every message, generated at build time: snake_case names, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireDecimalConverter)])]
[JsonSerializable(typeof(OrderSubmit))]
[JsonSerializable(typeof(OrderModify))]
[JsonSerializable(typeof(OrderCancel))]
[JsonSerializable(typeof(OrdersCancelAll))]
[JsonSerializable(typeof(MarketSubscribe))]
[JsonSerializable(typeof(MarketUnsubscribe))]
[JsonSerializable(typeof(HistoryRequest))]
[JsonSerializable(typeof(ReconcileRequest))]
[JsonSerializable(typeof(Ping))]
[JsonSerializable(typeof(EventsReplay))]
[JsonSerializable(typeof(Ack))]
[JsonSerializable(typeof(OrderStatusEvent))]
[JsonSerializable(typeof(Fill))]
[JsonSerializable(typeof(Commission))]
[JsonSerializable(typeof(Bar))]
[JsonSerializable(typeof(Quote))]
[JsonSerializable(typeof(History))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(Reconciliation))]
[JsonSerializable(typeof(Notice))]
[JsonSerializable(typeof(ReplayEnd))]
[JsonSerializable(typeof(BridgeState))]
[JsonSerializable(typeof(OfflineState))]
public sealed partial class WireJson : JsonSerializerContext;
