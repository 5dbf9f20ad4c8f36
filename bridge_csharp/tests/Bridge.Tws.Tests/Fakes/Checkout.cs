namespace Bridge.Tws.Tests.Fakes;

/// <summary>Where the project lies, seen from the built tests.</summary>
internal static class Checkout
{
    /// <summary>The folder that holds bridge_csharp.</summary>
    public static string Root { get; } = Find();

    /// <summary>Recorded messages of real gateways, beside the checkout where they are at hand.</summary>
    public static string Recordings => Path.Combine(Root, "..", "shared", "data", "tws");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.Name == "bridge_csharp" && folder.Parent is { } root)
            {
                return root.FullName;
            }
        }

        throw new InvalidOperationException("the tests do not lie inside bridge_csharp");
    }
}
