import type { Source } from "../source.ts";

/** What a call changes: nothing, something free (such as an element of the library), or the balance. Only `reads` are ever repeated. */
export type Effect = "reads" | "writes" | "spends";

/** How a call answers: `task`, whose result is read later, or `now`, with the result in the answer. */
export type Answer = "task" | "now";

/** What a call does. `query` reads many by id, `scan` reads pages by cursor, `call` is none of the others. */
export type Action = "create" | "get" | "list" | "query" | "scan" | "delete" | "call";

/** One endpoint of a service, as data. */
export interface OperationBase {
  /** Stable id, such as `text-to-video/kling-3.0` or `v1/text2video/get`. */
  readonly id: string;
  readonly title: string;
  /** Which set of paths of the service it belongs to: envelope, credentials and words of status follow from it. */
  readonly family: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path template, such as `/requests/{id}/status`. */
  readonly path: string;
  readonly effect: Effect;
  readonly answer: Answer;
  readonly action: Action;
  readonly source: Source;
}

/** A piece of media or a reference as it stands in a body. */
export interface ItemFact {
  /** Path in the body, such as `contents[1].url` or `image_list[0].image_url`. */
  readonly path: string;
  /** URL or base64 for media; the service's id for elements, voices and results. */
  readonly value: string;
  /** Name that the prompt uses for it. */
  readonly label?: string;
}

/** What every paid request says, whatever it makes. */
export interface RequestFacts {
  /** Undefined where the operation has no model. */
  readonly model: string | undefined;
  readonly prompt: string | undefined;
  readonly callbackUrl: string | undefined;
  readonly externalTaskId: string | undefined;
  readonly hasWatermark: boolean;
}

/** What one model can do on one operation. */
export interface ModelRow {
  /** Name of the model in the family. */
  readonly model: string;
  /** The service refuses this model since then, `YYYY-MM-DD`. */
  readonly retiredOn?: string;
}
