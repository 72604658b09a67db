import type { RequestFacts } from "../../operation/operation.ts";
import { objectOf, textOf } from "./read-body.ts";

/** What a flat body says, field by field; enough for operations whose rules are few. */
export interface CommonFacts extends RequestFacts {
  readonly texts: Readonly<Record<string, string | undefined>>;
  readonly numbers: Readonly<Record<string, number | undefined>>;
  readonly lists: Readonly<Record<string, readonly unknown[] | undefined>>;
  /** Whether the field is there. */
  readonly given: (field: string) => boolean;
}

type Kept<Value> = Record<string, Value | undefined>;

/** Reads a flat body whose words stand in `prompt`; the schema has vouched for its types. */
export const readCommonFacts = (body: unknown): CommonFacts => readFlatBody(body, "prompt");

/** Reads a body whose fields stand in `input`, as `input.image`; ids and options stand beside it. */
export function readInputBody(value: unknown, promptField: string): CommonFacts {
  const { input, ...outer } = objectOf(value);
  const inner = Object.entries(objectOf(input)).map(([field, entry]) => [`input.${field}`, entry]);
  return readFlatBody({ ...outer, ...Object.fromEntries(inner) }, promptField);
}

/** Reads a flat body whose words stand in another field. */
export function readFlatBody(value: unknown, promptField: string): CommonFacts {
  const body = objectOf(value);
  const texts: Kept<string> = {};
  const numbers: Kept<number> = {};
  const lists: Kept<readonly unknown[]> = {};
  for (const [field, entry] of Object.entries(body)) {
    if (typeof entry === "string") texts[field] = textOf(entry);
    else if (typeof entry === "number") numbers[field] = entry;
    else if (Array.isArray(entry)) lists[field] = entry;
  }
  return {
    texts,
    numbers,
    lists,
    given: (field) => body[field] !== undefined,
    model: texts["model_name"],
    prompt: texts[promptField],
    callbackUrl: texts["callback_url"],
    externalTaskId: texts["external_task_id"],
    hasWatermark: objectOf(body["watermark_info"])["enabled"] === true,
  };
}
