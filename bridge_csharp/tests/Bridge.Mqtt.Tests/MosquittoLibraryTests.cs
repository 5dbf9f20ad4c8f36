using System.Runtime.InteropServices;
using Bridge.Mqtt.Native;

namespace Bridge.Mqtt.Tests;

public sealed class MosquittoLibraryTests
{
    [Theory]
    [InlineData("LINUX", "libmosquitto.so.1")]
    [InlineData("WINDOWS", "mosquitto.dll")]
    [InlineData("OSX", "libmosquitto.1.dylib")]
    public void Every_system_has_its_own_name(string system, string first) =>
        Assert.Equal(first, MosquittoLibrary.NamesFor(OSPlatform.Create(system))[0]);

    [Fact]
    public void Its_absence_tells_how_to_get_it() =>
        Assert.Contains("apt install libmosquitto1", MosquittoLibrary.Absent, StringComparison.Ordinal);
}
