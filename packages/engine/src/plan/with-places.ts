import { isJsonObject } from "@klingkit/spec";
import type { BatchItem } from "./expand-batch.ts";
import { findNamedOperation } from "./paid-operation.ts";
import { type InputPlace, mapBodyInputs, mapInputs } from "./request-inputs.ts";
import { withPlace } from "./result-text.ts";

/** A job whose references say what their places take, so that no two different ones are written alike. */
export function withPlaces(item: BatchItem): BatchItem {
  const change = (text: string, { takes, kind }: Pick<InputPlace, "takes" | "kind">) =>
    withPlace(text, `${takes}-${kind ?? "any"}`);
  const { operation, body } = item;
  const schema = operation === undefined ? undefined : findNamedOperation(operation)?.body;
  const placed = mapInputs(item, change);
  return schema && isJsonObject(body) ? { ...placed, body: mapBodyInputs(schema, body, change) } : placed;
}
