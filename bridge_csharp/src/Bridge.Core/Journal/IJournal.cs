namespace Bridge.Core.Journal;

/// <summary>The bridge's own memory: entries in order, never changed.</summary>
public interface IJournal
{
    /// <summary>Add one entry, whole or not at all.</summary>
    void Append(JournalEntry entry);

    /// <summary>Return once everything appended is on disk.</summary>
    void Flush();

    /// <summary>Every whole entry, oldest first.</summary>
    IEnumerable<JournalEntry> ReadAll();
}
