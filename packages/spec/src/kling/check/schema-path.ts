import { isJsonObject } from "../../json-object.ts";

/** `["contents", 0, "url"]` → `contents[0].url`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    "",
  );
}

/** What stands at a path; undefined where there is nothing. */
export function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = body;
  for (const part of path) {
    if (Array.isArray(value) && typeof part === "number") value = value[part];
    else if (isJsonObject(value)) value = value[String(part)];
    else return undefined;
  }
  return value;
}
