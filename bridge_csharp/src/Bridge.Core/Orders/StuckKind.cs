namespace Bridge.Core.Orders;

/// <summary>What an order waits for an answer to.</summary>
internal enum StuckKind
{
    /// <summary>It was placed.</summary>
    Place,

    /// <summary>Its terms were changed.</summary>
    Change,

    /// <summary>It was cancelled.</summary>
    Cancel,

    /// <summary>An error was said of it that no rule knows, or a list did not have it.</summary>
    Unexplained,

    /// <summary>It was refused after new terms of it were echoed: the change alone, or the whole order.</summary>
    Refused,

    /// <summary>It is in no list; a cancel was sent to hear that it is nowhere.</summary>
    LastCancel,
}
