import type { LogLine } from "@/contract/generated";

/** Hands the lines to the browser as a file, one JSON object a line. */
export function saveLines(lines: readonly LogLine[]): void {
  const text = lines.map((line) => JSON.stringify(line)).join("\n");
  const address = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "rlbot-logs.jsonl";
  link.click();
  URL.revokeObjectURL(address);
}
