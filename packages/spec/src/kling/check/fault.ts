import type { ModelRow, RequestFacts } from "../../operation/operation.ts";
import type { FamilyId } from "../families/families.ts";
import type { RuleId } from "./rule-ids.ts";

/** A broken rule at its place in the body, before anybody's sentence is made of it. */
export interface Fault {
  readonly rule: RuleId;
  /** Wire path of the field. */
  readonly path: string;
  /** What is wrong and what would pass, without the path. */
  readonly message: string;
  /** What the service's sentence names: the refused value, the limit of a length, the two ends of a list's, the type of a content item. */
  readonly subject?: unknown;
  /** All values that pass, where the model has a list of them. */
  readonly allowed?: readonly (string | number)[];
  /** The bound that a number of a legacy body is beyond. */
  readonly bound?: { readonly min: number } | { readonly max: number };
  /** JSON type that was expected; only where another type, or nothing, was found. */
  readonly expected?: string;
  /** The service's own sentence, where the page of the operation has one. */
  readonly sentence?: string;
}

/** Of a field that must be there and is not. */
export const REQUIRED = { rule: "required", message: "is required." } as const;

/** The request around a fault. */
export interface FaultScope {
  readonly family: FamilyId;
  readonly row?: ModelRow | undefined;
  /** Absent while the body could not be read. */
  readonly facts?: RequestFacts;
  /** Sentences of the operation's own page, by field. */
  readonly sentences?: Readonly<Record<string, string>> | undefined;
}

/**
 * Says a fault as the service says it. A parameter of the check, because only the service's side needs the sentences:
 * a client that does not pass it does not carry them.
 */
export type ServiceMessage = (fault: Fault, scope: FaultScope) => string;
