import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";

import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Glyph } from "@/components/Glyph";
import { Icon } from "@/components/Icon";
import { decimal } from "@/components/format/number";
import { clockMillis, zoneName } from "@/components/format/time";
import type { LogLine } from "@/contract/generated";
import { usePreferences } from "@/live/preferences";

import styles from "./LogTail.module.css";

const ROW = 23;

type Props = { lines: readonly LogLine[]; trace: string; reason: string; skipped: number; total: number; onTrace: (trace: string) => void };

/** Follows the newest line until somebody scrolls up to read; then it waits and counts what is new. */
export function LogTail({ lines, trace, reason, skipped, total, onTrace }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const zone = usePreferences((state) => state.zone);
  const [following, setFollowing] = useState(true);
  const [readTo, setReadTo] = useState(0);
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => place.current, estimateSize: () => ROW, overscan: 12 });

  useEffect(() => {
    if (following && lines.length > 0) rows.scrollToIndex(lines.length - 1);
  }, [following, lines.length, rows]);

  const scrolled = (): void => {
    const element = place.current;
    if (!element) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < ROW * 2;
    if (!atEnd && following) setReadTo(lines.length);
    setFollowing(atEnd);
  };
  if (lines.length === 0) return <Empty>{reason || "No line fits this filter."}</Empty>;
  return (
    <>
      <div className={styles.head} aria-hidden="true">
        <span>Time {zoneName(zone)}</span>
        <span>Level</span>
        <span>Source</span>
        <span>Event</span>
        <span className={styles.trace}>Trace</span>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <div ref={place} className={styles.scroll} onScroll={scrolled} tabIndex={0} role="log" aria-live="off" aria-label="Log lines, oldest first">
        <div className={styles.all} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const line = lines[item.index];
            return (
              line && (
                <div key={item.key} className={styles.row} data-traced={trace !== "" && line.correlation_id === trace} style={{ transform: `translateY(${item.start}px)` }}>
                  <Line line={line} time={clockMillis(line.ts_ns / 1e6, zone)} onTrace={onTrace} />
                </div>
              )
            );
          })}
        </div>
      </div>
      <footer className={styles.foot}>
        <span>
          {following ? "Following" : "Paused while you read"}, {decimal(lines.length, 0)} of {decimal(total, 0)} lines
          {skipped > 0 ? `, ${decimal(skipped, 0)} skipped` : ""}
        </span>
        {!following && (
          <Button kind="solid" onClick={() => setFollowing(true)}>
            {decimal(Math.max(0, lines.length - readTo), 0)} new <Icon name="down" size={12} />
          </Button>
        )}
      </footer>
    </>
  );
}

function Line({ line, time, onTrace }: { line: LogLine; time: string; onTrace: (trace: string) => void }) {
  const loud = line.level === "warning" || line.level === "error";
  return (
    <>
      <span className={styles.time}>{time}</span>
      <span className={styles.level} data-level={line.level}>
        {loud && <Glyph shape={line.level === "error" ? "square" : "triangle"} tone={line.level === "error" ? "bad" : "warn"} size={9} />}
        <span className={styles.word}>{line.level === "warning" ? "warn" : line.level}</span>
      </span>
      <span className={styles.source}>{line.component}</span>
      <span className={styles.event} title={line.text}>
        {line.event} <span className={styles.text}>{line.text}</span>
      </span>
      <span className={styles.trace}>
        {line.correlation_id !== "" && (
          <button type="button" className={styles.id} onClick={() => onTrace(line.correlation_id)}>
            {line.correlation_id}
          </button>
        )}
      </span>
    </>
  );
}
