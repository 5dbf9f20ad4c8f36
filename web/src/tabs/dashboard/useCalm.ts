import { useEffect, useRef, useState } from "react";

/** The newest of a value that may change faster than anybody reads: at once after a quiet time, else when it is over. */
export function useCalm<Value>(value: Value, quietMs: number): Value {
  const [shown, setShown] = useState(value);
  const changed = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (Object.is(value, shown)) return;
    const wait = Math.max(0, changed.current + quietMs - performance.now());
    const timer = setTimeout(() => {
      changed.current = performance.now();
      setShown(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, shown, quietMs]);
  return shown;
}
