namespace Bridge.Mqtt;

/// <summary>What a connection has to tell, in order.</summary>
public abstract record MqttSignal;
