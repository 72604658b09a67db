import type { ModelRow, RequestFacts } from "../../operation/operation.ts";
import type { FamilyId } from "../families/families.ts";
import type { Fault } from "./fault.ts";
import type { WarningId } from "./rule-ids.ts";

/** Kind of an element of the library, where it is known. */
export type ElementKind = "image" | "video";

/** Something that passes but is probably not meant. */
export interface Remark {
  readonly rule: WarningId;
  readonly path: string;
  /** What is odd about it, without the path. */
  readonly message: string;
}

/** Everything that a rule of an operation may look at, and the two ways to speak. */
export interface RuleScope<
  Facts extends RequestFacts = RequestFacts,
  Row extends ModelRow | undefined = ModelRow | undefined,
> {
  readonly facts: Facts;
  /** The row of the model; undefined where the operation has no models. */
  readonly row: Row;
  readonly family: FamilyId;
  /** Whose judgement is asked for; see `CheckOptions`. */
  readonly as: "client" | "service";
  readonly isLocalService: boolean;
  /** Lets through what the service has retired. */
  readonly allowsRetired: boolean;
  readonly elementKind: (elementId: string) => ElementKind | undefined;
  readonly refuse: (fault: Fault) => void;
  readonly warn: (remark: Remark) => void;
}

/** A cross-field rule over an operation's own facts. */
export type Rule<Facts extends RequestFacts, Row extends ModelRow | undefined> = (
  scope: RuleScope<Facts, Row>,
) => void;
