export type Box = { left: number; right: number; top: number; bottom: number };

const STEP = 16;
const EDGE = 8;
const HALF = 10;

export const overlap = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Where a label of this width may stand at height `y`: at `wanted` (where it stood before) while that is free, else the free
 * place furthest right, else the right edge. Free of what is taken and, by `covers`, of candles.
 */
export function placeTag(y: number, tag: number, width: number, wanted: number | null, taken: readonly Box[], covers: (box: Box) => boolean): Box {
  const at = (right: number): Box => ({ left: right - tag, right, top: y - HALF, bottom: y + HALF });
  const free = (box: Box): boolean => box.left >= EDGE && !taken.some((each) => overlap(each, box)) && !covers(box);
  const edge = width - EDGE;
  if (wanted !== null && wanted <= edge && free(at(wanted))) return at(wanted);
  for (let right = edge; right - tag >= EDGE; right -= STEP) if (free(at(right))) return at(right);
  for (let right = edge; right - tag >= EDGE; right -= STEP) if (!taken.some((each) => overlap(each, at(right)))) return at(right);
  return at(edge);
}

const LOWEST = 16;
const HIGHEST = 40; // below the figures of the bar
const RISE = 8;

/** At what height a label of a vertical line may stand between `left` and `right`: the lowest that covers nothing, else the lowest. */
export function placeBeside(left: number, right: number, height: number, covers: (box: Box) => boolean): number {
  for (let y = height - LOWEST; y >= HIGHEST; y -= RISE) if (!covers({ left, right, top: y - HALF, bottom: y + HALF })) return y;
  return height - LOWEST;
}
