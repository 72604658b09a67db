import type { JsonObject } from "../../json-object.ts";
import type { RequestFacts } from "../../operation/operation.ts";
import { listOf, objectOf, textOf } from "../check/read-body.ts";

/** An item of `contents`. */
export interface SolutionItem {
  readonly index: number;
  readonly type: string;
  readonly item: JsonObject;
}

/** What a body of the family of solutions says. */
export interface SolutionFacts extends RequestFacts {
  readonly items: readonly SolutionItem[];
  readonly settings: JsonObject;
}

/** Reads a body whose words stand in items of the type `promptType`; the schema has vouched for its types. */
export function readSolutionFacts(value: unknown, promptType: string | undefined): SolutionFacts {
  const body = objectOf(value);
  const options = objectOf(body["options"]);
  const items = listOf(body["contents"]).map((item, index) => ({
    index,
    type: textOf(item["type"]) ?? "",
    item,
  }));
  // One of the pages calls it `watermark_info`. @source DOC 2026-10
  const watermark = objectOf(options["watermark"] ?? options["watermark_info"]);
  return {
    items,
    settings: objectOf(body["settings"]),
    model: undefined,
    prompt: textOf(items.find(({ type }) => type === promptType)?.item["text"]),
    callbackUrl: textOf(options["callback_url"]),
    externalTaskId: textOf(options["external_task_id"]),
    hasWatermark: watermark["enabled"] === true,
  };
}

/** Items of a type, in the order of the body. */
export const itemsOf = ({ items }: SolutionFacts, type: string): readonly SolutionItem[] =>
  items.filter((entry) => entry.type === type);
