import { type RefObject, useLayoutEffect, useRef, useState } from "react";

export type Size = { width: number; height: number };

/** The size of an element, kept up to date; null before it is known. */
export function useMeasure(): [RefObject<HTMLDivElement | null>, Size | null] {
  const place = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [place, size];
}
