import { isJsonObject, type JsonObject } from "../json-object.ts";
import { requireObject } from "../require-arguments.ts";

/** The value of a field of a body, such as `options.external_task_id`; undefined where it, or an object on the way, is missing. */
export function valueAt(body: JsonObject, path: string): unknown {
  let value: unknown = body;
  for (const name of path.split("."))
    value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}

/** A copy of a body with this value in a field; `undefined` takes the field out. */
export function withValueAt(body: JsonObject, path: string, value: unknown): JsonObject {
  requireObject("withValueAt", { body });
  const [name = "", ...rest] = path.split(".");
  if (rest.length > 0) {
    const before = body[name];
    if (value === undefined && !isJsonObject(before)) return body;
    const inner = withValueAt(isJsonObject(before) ? before : {}, rest.join("."), value);
    return { ...body, [name]: inner };
  }
  if (value !== undefined) return { ...body, [name]: value };
  const { [name]: _, ...others } = body;
  return others;
}
