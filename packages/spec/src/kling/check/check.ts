import type { CheckResult, Issue, Warning } from "../../issue.ts";
import { isJsonObject } from "../../json-object.ts";
import type { ModelRow, RequestFacts } from "../../operation/operation.ts";
import type { Outcome } from "../../operation/outcome.ts";
import type { Estimate } from "../../operation/price.ts";
import { findModel } from "../facts/models.ts";
import type { BodyOperation, CreateOperation, EstimateInputs } from "../operation.ts";
import type { Reading } from "./contents-check.ts";
import { externalIdMistake } from "./external-id.ts";
import type { Fault, FaultScope, ServiceMessage } from "./fault.ts";
import type { ElementKind } from "./rule.ts";
import { judgeShape } from "./shape.ts";

export interface CheckOptions {
  /**
   * `client` (default) also refuses what the service silently ignores, unknown fields and content types of other products,
   * and what would fail after it was accepted: images in base64 by their bytes, and addresses that nobody outside reaches.
   * `service` judges as the service does.
   */
  readonly as?: "client" | "service";
  /** Adds to every issue what the service answers; pass `serviceMessage`. */
  readonly serviceMessage?: ServiceMessage;
  /**
   * The service runs on this machine or in its network, as an emulator does: addresses that only it reaches are warned of,
   * not refused. Default false. A client sets it from its base URL.
   */
  readonly isLocalService?: boolean | undefined;
  /** Lets models through that the service has retired. Default false. */
  readonly allowsRetired?: boolean;
  /** What is known about an element; without it every element counts as a multi-image element. */
  readonly elementKind?: (elementId: string) => ElementKind | undefined;
}

export interface CreateCheck<
  Facts extends RequestFacts = RequestFacts,
  Row extends ModelRow | undefined = ModelRow | undefined,
> extends CheckResult {
  /** Present when the body could be read, even if a rule refuses it. */
  readonly facts?: Facts;
  /** Present when the model is known; absent where the operation has no models. */
  readonly row?: Row;
}

/** Business code of the answer to a body that breaks a rule. */
export const INVALID_PARAMETER = 1201;

/**
 * Judges the body of a create or of a write: shape first, then every cross-field rule. Never throws, never changes the body.
 * Absent-like values (`""`, `[]`, `null`) count as absent.
 */
export function checkCreate<Facts extends RequestFacts, Row extends ModelRow | undefined>(
  operation: BodyOperation<Facts, Row>,
  body: unknown,
  options: CheckOptions = {},
): CreateCheck<Facts, Row> {
  const { as = "client" } = options;
  const { body: prepared, renumber } = read(operation, body, as);
  const model = modelOf(operation, prepared, options);
  const { family, sentences } = operation;
  const report = (faults: readonly Fault[], scope: FaultScope) =>
    faults.map((fault) => {
      const issue = issueOf(fault, { ...scope, sentences }, options.serviceMessage);
      return renumber?.(issue) ?? issue;
    });
  if ("fault" in model) return { issues: report([model.fault], { family }), warnings: [] };
  // Row is undefined where, and only where, the operation has no models.
  const row = model.row as Row;
  const early = retiredFault(operation, row, options);
  if (early) return { issues: report([early], { family, row }), warnings: [], row };
  const shape = judgeShape(operation, prepared, as);
  const found = [...shape.faults, ...(operation.inspect?.(shape.body) ?? [])];
  if (found.length > 0) return { issues: report(found, { family, row }), warnings: [], row };
  const facts = operation.readFacts(shape.body, row);
  const { faults, warnings } = applyRules(operation, row, facts, options);
  if (as === "client") faults.push(...externalIdFaults(operation, body));
  return { issues: report(faults, { family, row, facts }), warnings, facts, row };
}

/** Puts a fault into our words, and into the service's where its voice was given. */
export function issueOf(fault: Fault, scope: FaultScope, say: ServiceMessage | undefined): Issue {
  const { rule, path, message, allowed } = fault;
  return {
    rule,
    path,
    message: `${path}: ${message}`,
    ...(allowed && { allowed }),
    ...(say ? { serviceMessage: fault.sentence ?? say(fault, scope) } : {}),
    serviceCode: INVALID_PARAMETER,
  };
}

function read(operation: BodyOperation, given: unknown, as: "client" | "service"): Reading {
  const body = operation.normalize(given);
  return (as === "service" && operation.contents?.dropForeign(body)) || { body };
}

function modelOf(
  operation: BodyOperation,
  body: unknown,
  { allowsRetired = false }: CheckOptions,
): { readonly row: ModelRow | undefined } | { readonly fault: Fault } {
  const [first] = operation.rows;
  if (!first) return { row: undefined };
  const asked = isJsonObject(body) ? body["model_name"] : undefined;
  const name = operation.family === "standard" ? first.model : (asked ?? operation.defaultModel);
  const row = operation.rows.find((entry) => entry.model === name);
  if (row) return { row };
  const retired = typeof name === "string" && !allowsRetired ? findModel(name)?.retiredOn : undefined;
  return {
    fault: {
      rule: retired ? "model-retired" : "model",
      path: operation.paths.model,
      message: `${operation.path} does not know '${String(name)}'. Use ${currentModels(operation)}.`,
      subject: name,
    },
  };
}

const currentModels = ({ rows }: BodyOperation): string =>
  rows
    .filter(({ retiredOn }) => !retiredOn)
    .map(({ model }) => model)
    .join(", ");

function retiredFault(
  operation: BodyOperation,
  row: ModelRow | undefined,
  { allowsRetired = false }: CheckOptions,
): Fault | undefined {
  if (!row?.retiredOn || allowsRetired) return undefined;
  return {
    rule: "model-retired",
    path: operation.paths.model,
    message: `${row.model} was retired on ${row.retiredOn}. Use ${currentModels(operation)}.`,
    subject: row.model,
  };
}

/** The id as it was given: blank, it would pass as absent here and be sent all the same. `""` means none in official examples. */
function externalIdFaults({ paths }: BodyOperation, body: unknown): readonly Fault[] {
  const path = paths.externalTaskId;
  if (path === undefined) return [];
  const given = path
    .split(".")
    .reduce((value: unknown, name) => (isJsonObject(value) ? value[name] : undefined), body);
  const message = typeof given === "string" && given !== "" ? externalIdMistake(given) : undefined;
  return message === undefined ? [] : [{ rule: "external-id", path, message, subject: given }];
}

function applyRules<Facts extends RequestFacts, Row extends ModelRow | undefined>(
  operation: BodyOperation<Facts, Row>,
  row: Row,
  facts: Facts,
  options: CheckOptions,
): { readonly faults: Fault[]; readonly warnings: readonly Warning[] } {
  const faults: Fault[] = [];
  const warnings: Warning[] = [];
  operation.applyRules({
    facts,
    row,
    family: operation.family,
    as: options.as ?? "client",
    isLocalService: options.isLocalService ?? false,
    allowsRetired: options.allowsRetired ?? false,
    elementKind: options.elementKind ?? (() => undefined),
    refuse: (fault) => {
      faults.push(fault);
    },
    warn: ({ rule, path, message }) => {
      warnings.push({ rule, path, message: `${path}: ${message}` });
    },
  });
  return { faults, warnings };
}

/**
 * What a body will bring and occupy, and what it costs. Undefined where the body cannot be read.
 * Judges as the service does, so that fields which it ignores change nothing.
 */
export function appraise(
  operation: CreateOperation,
  body: unknown,
  { allowsRetired = false, ...inputs }: EstimateInputs & Pick<CheckOptions, "allowsRetired"> = {},
): Appraisal | undefined {
  const { facts, row } = checkCreate(operation, body, { as: "service", isLocalService: true, allowsRetired });
  if (!facts) return undefined;
  return { outcome: operation.outcome(facts, row), estimate: operation.estimate(facts, row, inputs) };
}

export interface Appraisal {
  readonly outcome: Outcome;
  readonly estimate: Estimate;
}
