// What is true of every service: how operations, results, prices, statuses and refusals are described, and plain helpers.
// A client's core imports this entry and no other, so that no fact of one service gets into it.

export { dropUndefined, type Present } from "./drop-undefined.ts";
export type { Issue, Warning } from "./issue.ts";
export { isJsonObject, type JsonObject } from "./json-object.ts";
export { notSupported, orList } from "./not-supported.ts";
export type { Action, Answer, Effect, OperationBase } from "./operation/operation.ts";
export type {
  AudioFormat,
  Outcome,
  ResultFormat,
  ResultKind,
  ResultOutcome,
  SubtitleFormat,
} from "./operation/outcome.ts";
export { ceilingOf, type Estimate, type Price, roundUnits, type Unit } from "./operation/price.ts";
export { type ErrorClass, type MayHaveCharged, mayHaveChargedByStatus } from "./operation/refusal.ts";
export { type TaskStatus, TERMINAL_STATUSES } from "./operation/task-status.ts";
export { fillPath } from "./path.ts";
export { isPublicAddress, isPublicHostname, isUnencrypted } from "./public-address.ts";
export type { Confidence, Source } from "./source.ts";
export { didYouMean, suggest } from "./suggest.ts";
export { type KeysOf, unknownOption } from "./unknown-option.ts";
