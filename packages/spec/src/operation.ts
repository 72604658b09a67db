import type * as z from "zod/mini";
import type { Fault } from "./kling/check/fault.ts";
import type { FamilyId } from "./kling/families/families.ts";
import type { Capability, CapabilityRow } from "./kling/video/capability.ts";
import type { CreateFacts, FactPaths } from "./kling/video/facts.ts";
import type { Rule } from "./kling/video/rules/rule.ts";
import type { Source } from "./source.ts";

interface OperationBase {
  /** Stable id, such as `text-to-video/kling-3.0` or `v1/text2video/get`. */
  readonly id: string;
  readonly title: string;
  readonly family: FamilyId;
  readonly method: "GET" | "POST";
  /** Path template; `{id}` is the only parameter in use. */
  readonly path: string;
  /** Schema of the answer's `data`. */
  readonly data: z.ZodMiniType;
  readonly source: Source;
}

/** A POST that makes a task and, when the task succeeds, costs units. */
export interface CreateOperation extends OperationBase {
  readonly kind: "create";
  readonly family: "legacy" | "standard";
  readonly method: "POST";
  readonly capability: Capability;
  /** Where the task is listed: `text2video` … for legacy, the capability for standard. */
  readonly product: string;
  readonly body: z.ZodMiniType;
  readonly rows: readonly CapabilityRow[];
  /** `model_name` when the caller sends none; null where the path names the model. */
  readonly defaultModel: string | null;
  readonly paths: FactPaths;
  /** Cross-field rules that apply, in the order in which their findings are reported. */
  readonly rules: readonly Rule[];
  /** Brings a body that passed `body` to its neutral facts. */
  readonly readFacts: (body: unknown, row: CapabilityRow) => CreateFacts;
  /** Body-level checks that are no cross-field rule, such as blank content items. */
  readonly inspect?: (body: unknown) => readonly Fault[];
}

/** A read: free, and may be repeated. */
export interface ReadOperation extends OperationBase {
  /** `get` one task by path, `list` pages of one product, `query` many tasks by id, `scan` by cursor, `account` books. */
  readonly kind: "get" | "list" | "query" | "scan" | "account";
  /** Create operation whose tasks this reads (get and list). */
  readonly product?: string;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
}

export type Operation = CreateOperation | ReadOperation;
