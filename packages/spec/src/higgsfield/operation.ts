import type { JsonObject } from "../json-object.ts";
import type { OperationBase } from "../operation/operation.ts";
import type { Outcome } from "../operation/outcome.ts";
import type { Estimate } from "../operation/price.ts";
import type { RouteState } from "../operation/route-state.ts";
import type { Schema } from "../schema/schema.ts";
import type { Source } from "../source.ts";

/** Set of paths: `models` are the endpoints that generate, `requests` everything around them. */
export type HiggsfieldFamily = "models" | "requests";

interface HiggsfieldBase extends OperationBase {
  readonly family: HiggsfieldFamily;
}

/** Workflows that the endpoints offer. */
export type HiggsfieldWorkflow =
  | "text-to-video"
  | "image-to-video"
  | "motion-control"
  | "first-last-frame"
  | "image-reference"
  | "video-edit"
  | "video-reference";

/** From least to most, both included. */
export interface SecondsRange {
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** What an estimate may know besides the body. */
export interface HiggsfieldEstimateInputs {
  /** Length of the input video in seconds. */
  readonly inputVideoSeconds?: number | undefined;
}

/** A `POST /{endpoint}` that makes a request, which costs money when it is completed. Its id is the endpoint without the leading slash. */
export interface HiggsfieldCreate extends HiggsfieldBase {
  readonly effect: "spends";
  readonly answer: "task";
  readonly action: "create";
  readonly family: "models";
  readonly method: "POST";
  readonly state: RouteState;
  /** What the state rests on, never empty. */
  readonly evidence: readonly Source[];
  readonly workflow: HiggsfieldWorkflow;
  /** Kling's own name of the model, such as `kling-2.6`. */
  readonly model: string;
  /** Flat JSON. Fields that the service does not know are in no schema: it ignores them (`ignoresUnknownFields`). */
  readonly body: Schema;
  /** The service drops fields that it does not know instead of refusing them, and takes its default for a misspelt one. */
  readonly ignoresUnknownFields: boolean;
  /** Field with the number of seconds; absent where the output follows an input video. */
  readonly durationField?: "duration";
  /** Least seconds of one shot in `multi_prompt`; absent where the body has no shots. */
  readonly minShotSeconds?: number;
  /** Fields that must be there, given what the body says; the schema's required ones are not repeated here. */
  requiredFor(body: JsonObject): readonly string[];
  /** Seconds that the input video may have, as far as a limit is known; undefined where there is no input video. */
  inputVideoSeconds(body: JsonObject): SecondsRange | undefined;
  /** One video; of a body that passed the check. */
  outcome(body: JsonObject): Outcome;
  /** In US dollars by the price list; the service's own estimate wins where it answers. */
  estimate(body: JsonObject, inputs?: HiggsfieldEstimateInputs): Estimate;
}

/** A call that costs nothing. */
export interface HiggsfieldCall extends HiggsfieldBase {
  readonly effect: "reads" | "writes";
  readonly answer: "now";
  readonly family: "requests";
  /** HTTP status of success. */
  readonly successStatus: number;
  /** What is sent as JSON; absent where the body is empty. */
  readonly body?: Schema;
  /** What is sent in the query. */
  readonly query?: Schema;
}

export type HiggsfieldOperation = HiggsfieldCreate | HiggsfieldCall;
