import type { ModelRow, OperationBase, RequestFacts } from "../operation/operation.ts";
import type { Outcome } from "../operation/outcome.ts";
import type { Estimate } from "../operation/price.ts";
import type { Schema } from "../schema/schema.ts";
import type { ContentsCheck } from "./check/contents-check.ts";
import type { Fault } from "./check/fault.ts";
import type { RuleScope } from "./check/rule.ts";
import type { Capability, CapabilityRow } from "./facts/capability.ts";
import type { FamilyId } from "./families/families.ts";
import type { FactPaths, VideoFacts } from "./video/facts.ts";

interface KlingOperation extends OperationBase {
  readonly family: FamilyId;
  readonly method: "GET" | "POST";
  /** Where the service lists its tasks: `text2video`, `images/generations` … for legacy, the capability for standard. */
  readonly product?: string;
}

/** Paths of the fields that every create has, or would have; undefined where the operation has no such field. */
export interface CommonPaths {
  readonly model: string;
  readonly externalTaskId: string | undefined;
  readonly callbackUrl: string | undefined;
}

/** What an estimate may know besides the body. */
export interface EstimateInputs {
  /** Length of the input video or sound in seconds. */
  readonly inputVideoSeconds?: number | undefined;
}

/** A POST whose body has fields of its own, judged by rules. */
export interface BodyOperation<
  Facts extends RequestFacts = RequestFacts,
  Row extends ModelRow | undefined = ModelRow | undefined,
> extends KlingOperation {
  readonly family: "legacy" | "standard" | "solutions";
  readonly method: "POST";
  readonly product: string;
  /** What `kling` calls it, after the name of the program; absent where a command of its own stands for it. */
  readonly cli?: readonly [string, string];
  /** Its place in the client, such as `["images", "generate"]`; absent where the client has a resource for it. */
  readonly sdk?: readonly [string, string];
  readonly body: Schema;
  /** Models by name; empty where the body names none. */
  readonly rows: readonly NonNullable<Row>[];
  /** `model_name` when the caller sends none; null where the path names the model, or there is none. */
  readonly defaultModel: string | null;
  readonly paths: CommonPaths;
  /** Judges the items of `contents`; absent where the body has no such list. */
  readonly contents?: ContentsCheck;
  /**
   * What the service says of a field whose value its schema refuses, by the path of the field without indices, such as
   * `contents[].url`, or for a missing field of one type of item `contents[bgm].url`; where the operation's page has a sentence of its own.
   */
  readonly sentences?: Readonly<Record<string, string>>;
  // Methods, not properties: an operation with facts and rows of its own is still one of the list.
  /** A body without absent fields and with the types that the service's parser makes of what it forgives. */
  normalize(body: unknown): unknown;
  /** Brings a body that passed `body` to its facts; `row` is absent where there are no models. */
  readFacts(body: unknown, row: Row): Facts;
  /** Checks of the body that are no cross-field rule, such as blank content items. */
  inspect?(body: unknown): readonly Fault[];
  /** Applies the cross-field rules, in the order in which their findings are reported. */
  applyRules(scope: RuleScope<Facts, Row>): void;
}

/** A POST that costs units: with a task when the task succeeds, without one (`answer: "now"`) when it is answered. */
export interface CreateOperation<
  Facts extends RequestFacts = RequestFacts,
  Row extends ModelRow | undefined = ModelRow | undefined,
> extends BodyOperation<Facts, Row> {
  readonly effect: "spends";
  /** What `--type` of the command line calls its tasks. Default: the words of `cli`, or for videos their second word. */
  readonly taskType?: string;
  /** Answers at once without an id of a task: what it made is in the answer, and nowhere else. */
  readonly hasNoTask?: true;
  /** Such an answer as the task that it would be; it has ended. Given by `legacyCall`. */
  readonly toTask?: (answer: unknown, requestId: string | undefined) => unknown;
  /** Field of such an answer whose id names what it began, such as a session: it stands for the task's id. */
  readonly answerId?: string;
  /** Where the answer has the task's id, if not where its family has it. */
  readonly createdIdField?: "task_id";
  /** Official messages of tasks that were accepted and fail later, by a short name, which the emulator's `fail-task` takes. Default: none. */
  readonly failures?: Readonly<Record<string, string>>;
  /** `end`: callbacks come for the end of the task only. Default: for every change. */
  readonly callbacks?: "end";
  outcome(facts: Facts, row: Row): Outcome;
  estimate(facts: Facts, row: Row, inputs: EstimateInputs): Estimate;
}

/** A POST that changes something at the service, costs nothing and answers now, such as the deletion of a voice. */
export interface WriteOperation<Facts extends RequestFacts = RequestFacts>
  extends BodyOperation<Facts, undefined> {
  readonly effect: "writes";
  readonly answer: "now";
  readonly action: "create" | "delete" | "call";
}

/** One of the four creates that a `VideoRequest` is compiled for. */
export interface VideoOperation extends CreateOperation<VideoFacts, CapabilityRow> {
  readonly capability: Capability;
  readonly paths: FactPaths;
}

/** A call that costs nothing. */
export interface ReadOperation extends KlingOperation {
  readonly effect: "reads";
  /** What `kling` calls it, after the name of the program; absent where no command of its own is wanted. */
  readonly cli?: readonly [string, string];
  /** `call` reads packs and balances of the account. */
  readonly action: "get" | "list" | "query" | "scan" | "call";
  /** Its place in the client, such as `["voices", "presets"]`; absent where it is read through its product, or by a resource. */
  readonly sdk?: readonly [string, string];
  /** Most records per page of a list. Default 500. */
  readonly maxPageSize?: number;
  /** What the records of a list are. Default `task`; `record`: the things themselves, with an id of their own. */
  readonly lists?: "task" | "record";
}

export type Operation = CreateOperation | WriteOperation | ReadOperation;

/** Whether an operation costs units. */
export const isCreate = (operation: Operation): operation is CreateOperation => operation.effect === "spends";

/** Whether an operation changes something that costs nothing. */
export const isWrite = (operation: Operation): operation is WriteOperation => operation.effect === "writes";

/** Whether a create is one that a `VideoRequest` is compiled for. */
export const isVideoOperation = (operation: Operation): operation is VideoOperation =>
  "capability" in operation;
