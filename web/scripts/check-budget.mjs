// Holds the first load to its size: script <= 200 kB and style <= 15 kB, gzipped, as index.html names them.
// `node check-budget.mjs [DIST]`; without DIST it weighs web/dist.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const DIST = process.argv[2] ?? new URL("../dist/", import.meta.url).pathname;
const LIMITS = { js: 200_000, css: 15_000 };

if (!existsSync(join(DIST, "index.html"))) {
  console.log("budget: no build in web/dist, nothing to weigh; run `npm run build` first");
  process.exit(0);
}

const html = readFileSync(join(DIST, "index.html"), "utf8");
const names = [...html.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+\.(js|css))"/g)];
const totals = { js: 0, css: 0 };
for (const [, file, kind] of names) totals[kind] += gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;

let over = false;
for (const [kind, limit] of Object.entries(LIMITS)) {
  over ||= totals[kind] > limit;
  console.log(`budget: first ${kind} ${(totals[kind] / 1000).toFixed(1)} kB of ${limit / 1000} kB gzipped`);
}
if (over) {
  console.error("budget: too large; load it lazily or leave it out");
  process.exit(1);
}
