namespace Bridge.Tws.Tests;

public sealed class BuildTests
{
    [Fact]
    public void The_project_builds() => Assert.True(true);
}
