const FIGURE_SPACE = "\u2007";
const POINT_SPACE = "\u2008";

/** How wide the part behind the point is, the point included; 0 for whole numbers and words. */
function tail(text: string): number {
  const found = /^[-+]?\d+(\.\d+)?$/.exec(text);
  return found?.[1]?.length ?? 0;
}

/** The cells of a column as they stand, with blanks behind shorter numbers: their points stand under each other. */
export function pointed(column: readonly string[]): string[] {
  const most = Math.max(0, ...column.map(tail));
  return column.map((text) => {
    const own = tail(text);
    if (own === most || !/\d$/.test(text)) return text;
    return text + (own === 0 ? POINT_SPACE + FIGURE_SPACE.repeat(most - 1) : FIGURE_SPACE.repeat(most - own));
  });
}
