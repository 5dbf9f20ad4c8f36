import type { Applied } from "@/contract/generated";

export type SettingRow = { path: string; name: string; value: string; help: string; applies: Applied | null };
export type SettingGroup = { name: string; rows: SettingRow[] };

type Json = Record<string, unknown>;

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `no_trade_band` as `No trade band`. */
export function titleOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function textOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  if (isJson(value)) return JSON.stringify(value);
  return typeof value === "number" ? grouped(value) : String(value);
}

/** Thousands apart, every decimal that is set. */
function grouped(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 20 }).replace("-", "−");
}

/** The schema of a field; `$ref` into `$defs` is followed, optional fields (`anyOf` with null) are unwrapped. */
function schemaAt(root: Json, schema: unknown, name: string): Json {
  const resolved = resolve(root, schema);
  const properties = resolved["properties"];
  return isJson(properties) ? resolve(root, properties[name]) : {};
}

function resolve(root: Json, schema: unknown): Json {
  if (!isJson(schema)) return {};
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    const defs = root["$defs"];
    const found = isJson(defs) ? defs[reference.split("/").at(-1) ?? ""] : undefined;
    return isJson(found) ? found : {};
  }
  const any = schema["anyOf"];
  if (Array.isArray(any)) {
    const inner = any.find((each) => isJson(each) && each["type"] !== "null");
    return { ...resolve(root, inner), ...schema };
  }
  return schema;
}

/** The values as rows, grouped by their table; the agent's own keys come first. */
export function settingGroups(values: Json, schema: Json, applies: Record<string, Applied>): SettingGroup[] {
  const own: SettingGroup = { name: "Agent", rows: [] };
  const groups = [own];
  const rowOf = (path: string, name: string, value: unknown, field: Json): SettingRow => ({
    path,
    name: titleOf(name),
    value: textOf(value),
    help: typeof field["description"] === "string" ? field["description"] : "",
    applies: applies[path] ?? applies[path.split(".")[0] ?? ""] ?? null,
  });
  for (const [name, value] of Object.entries(values)) {
    const field = schemaAt(schema, schema, name);
    if (!isJson(value)) {
      own.rows.push(rowOf(name, name, value, field));
      continue;
    }
    groups.push({
      name: titleOf(name),
      rows: Object.entries(value).map(([inner, each]) => rowOf(`${name}.${inner}`, inner, each, schemaAt(schema, field, inner))),
    });
  }
  return groups.filter((group) => group.rows.length > 0);
}
