using System.Runtime.InteropServices;
using Bridge.Host.Memory;

namespace Bridge.Host.Tests;

public sealed class ProcessMemoryTests
{
    // More than is free anywhere: only where an arena would have to grow does glibc look at the size.
    private const int Many = 2000;

    // The word before what glibc hands out is its size, and in it this bit: mapped by itself.
    private const nint Mapped = 2;

    [Fact]
    public void What_is_large_is_mapped_by_itself_so_that_it_is_given_back_and_the_small_is_not()
    {
        Assert.SkipUnless(RuntimeInformation.RuntimeIdentifier == "linux-x64", "glibc on x64 alone");
        ProcessMemory.ShareRoom();

        Assert.NotEqual(0, MappedOf(ProcessMemory.Large));
        Assert.Equal(0, MappedOf(ProcessMemory.Large / 2));
    }

    private static int MappedOf(int size)
    {
        var held = Enumerable.Range(0, Many).Select(_ => Marshal.AllocHGlobal(size)).ToList();
        var mapped = held.Count(address => (Marshal.ReadIntPtr(address, -nint.Size) & Mapped) != 0);
        held.ForEach(Marshal.FreeHGlobal);
        return mapped;
    }
}
