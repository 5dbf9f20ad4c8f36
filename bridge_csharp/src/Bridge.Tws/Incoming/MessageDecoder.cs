using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>Reads the fields after the message's number. What it returns counts only if the reader has no problem.</summary>
internal delegate GatewayMessage MessageDecoder(ref FieldReader fields, int serverVersion);
