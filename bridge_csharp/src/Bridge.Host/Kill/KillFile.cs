namespace Bridge.Host.Kill;

/// <summary>The file that stops entries while it exists. A folder of that name counts: whoever made it meant it.</summary>
internal sealed class KillFile(string path)
{
    /// <summary>Whether it exists now.</summary>
    public bool Stands => Path.Exists(path);
}
