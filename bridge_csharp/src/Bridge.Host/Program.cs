using Bridge.Host;
using Microsoft.Extensions.Configuration;

if (args.Length > 0)
{
    Console.Error.WriteLine(
        "The bridge takes no arguments: its options are environment variables (Tws__Port=4002) or appsettings.json beside it.");
    return BridgeProgram.CannotStart;
}

IConfiguration configuration;
try
{
    configuration = new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build();
}
catch (InvalidDataException e)
{
    Console.Error.WriteLine($"appsettings.json cannot be read: {e.InnerException?.Message ?? e.Message}");
    return BridgeProgram.CannotStart;
}

return await BridgeProgram.RunAsync(configuration, Console.Out, Console.Error, TimeProvider.System, CancellationToken.None);
