import type { RequestAction } from "./fault-action.ts";

/** An action of one type. */
export type ActionOf<Type extends RequestAction["type"]> = Extract<RequestAction, { type: Type }>;

/** What faults need of a service: its error envelope, and its tasks wherever they stand in a response. */
export interface FaultResponses {
  /** Content type of the service's responses. */
  readonly contentType: string;
  /** Business codes that the service knows, success left out. */
  readonly businessCodes: readonly number[];
  businessError(action: ActionOf<"business-error">, requestId: string): Response;
  /** Text of a response with every task in another status. */
  withStatus(text: string, status: string): string;
  /** Text of a response with another task, one that has failed, in place of every task. */
  withOtherTask(text: string, taskId: string): string;
  /** Text of a response with tasks whose files have no links. */
  withoutLinks(text: string): string;
}
