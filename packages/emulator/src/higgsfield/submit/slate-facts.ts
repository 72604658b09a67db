import type { MediaField } from "@klingkit/spec";
import type { JsonObject } from "@klingkit/spec/core";
import { nameOfField } from "../../inputs/name-inputs.ts";
import { type GivenInput, slateInputs } from "../../inputs/slate-input.ts";
import type { SlateFacts } from "../../media/index.ts";
import type { SubmitRequest } from "./submit-request.ts";

/** What was done, where that is not plain from the picture. */
const OPERATION_WORDS: Readonly<Partial<Record<SubmitRequest["endpoint"]["workflow"], string>>> = {
  "motion-control": "motion control",
  "video-edit": "edit",
};

/** Inputs beside the frames, which are in the picture, in the order of the body; elements last, as they have no file. */
export function givenInputs(
  { endpoint, body }: Pick<SubmitRequest, "endpoint" | "body">,
  media: readonly MediaField[],
): readonly GivenInput[] {
  const isInput = ({ path, kind }: MediaField) =>
    endpoint.workflow === "motion-control" || kind !== "image" || path.endsWith("]");
  return [
    ...media.filter(isInput).map(({ path, kind, value }) => ({ kind, value, name: nameOfField(path) })),
    ...elementsOf(body).map((id) => ({ kind: "element" as const, value: id, name: id })),
  ];
}

const elementsOf = ({ elements }: JsonObject): readonly string[] =>
  Array.isArray(elements) ? elements.filter((id) => typeof id === "string") : [];

/** What pictures show beside words; undefined for a request that has nothing to show. */
export function slateOf(
  { endpoint: { workflow } }: Pick<SubmitRequest, "endpoint">,
  given: readonly GivenInput[],
): SlateFacts | undefined {
  const operation = OPERATION_WORDS[workflow];
  const inputs = slateInputs(given);
  if (operation === undefined && inputs.length === 0) return undefined;
  return { ...(operation === undefined ? {} : { operation }), ...(inputs.length > 0 ? { inputs } : {}) };
}
