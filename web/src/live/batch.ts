/** Collects messages and hands them on once per painted frame; a hidden page, which paints nothing, gets them once a second. */
export function frameBatch<Message>(flush: (messages: Message[]) => void): (message: Message) => void {
  let waiting: Message[] = [];
  let due = false;

  const run = (): void => {
    due = false;
    const batch = waiting;
    waiting = [];
    flush(batch);
  };

  return (message) => {
    waiting.push(message);
    if (due) return;
    due = true;
    if (document.hidden) setTimeout(run, 1_000);
    else requestAnimationFrame(run);
  };
}
