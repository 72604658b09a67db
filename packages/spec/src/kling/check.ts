import type { CheckResult, Issue, Warning } from "../issue.ts";
import type { CreateOperation } from "../operation.ts";
import type { CapabilityRow } from "./capability.ts";
import { contentTypesOf, GLOBAL_CONTENT_TYPES } from "./content-types.ts";
import type { CreateFacts } from "./facts.ts";
import { SERVICE_MESSAGES } from "./messages.ts";
import { findModel } from "./models.ts";
import { dropAbsent, isJsonObject, normalizeLegacyBody, normalizeStandardBody } from "./normalize.ts";
import { ALL_RULES } from "./rules/index.ts";
import type { ElementKind, Finding, RuleScope } from "./rules/rule.ts";
import type { RuleId } from "./rules/rule-ids.ts";
import { judgeShape } from "./shape.ts";

export interface CheckOptions {
  /**
   * `client` (default) also refuses what the service silently ignores: unknown fields and content types of other products.
   * `service` judges as the service does.
   */
  readonly as?: "client" | "service";
  /** Lets models through that the service has retired. Default false. */
  readonly allowsRetired?: boolean;
  /** What is known about an element; without it every element counts as a multi-image element. */
  readonly elementKind?: (elementId: string) => ElementKind | undefined;
}

export interface CreateCheck extends CheckResult {
  /** Present when the body could be read, even if a rule refuses it. */
  readonly facts?: CreateFacts;
  readonly row?: CapabilityRow;
}

const INVALID_PARAMETER = 1201;

/**
 * Judges a create body: shape first, then every cross-field rule. Never throws, never changes the body.
 * Absent-like values (`""`, `[]`, `null`) count as absent.
 */
export function checkCreate(
  operation: CreateOperation,
  body: unknown,
  options: CheckOptions = {},
): CreateCheck {
  const { as = "client" } = options;
  const prepared = prepare(operation, body, as);
  const model = modelOf(operation, prepared, options);
  if ("issue" in model) return { issues: [model.issue], warnings: [] };
  const { row } = model;
  const early = retiredIssue(operation, row, options);
  if (early) return { issues: [early], warnings: [], row };
  const shape = judgeShape(operation, prepared, as);
  const found = [...shape.issues, ...(operation.inspect?.(shape.body) ?? [])];
  if (found.length > 0) return { issues: found, warnings: [], row };
  const facts = operation.digest(shape.body, row);
  return { ...applyRules(operation, row, facts, options), facts, row };
}

function prepare(operation: CreateOperation, body: unknown, as: "client" | "service"): unknown {
  if (operation.family === "legacy") return normalizeLegacyBody(body);
  const value = normalizeStandardBody(body);
  return as === "service" ? dropForeignContents(operation, value) : value;
}

/** The service ignores content types that it knows from other products. @source LIVE 2026-09-28 */
function dropForeignContents(operation: CreateOperation, value: unknown): unknown {
  const [row] = operation.rows;
  if (!row || !isJsonObject(value) || !Array.isArray(value["contents"])) return value;
  const own = contentTypesOf(row);
  const isForeign = (item: unknown) =>
    isJsonObject(item) &&
    typeof item["type"] === "string" &&
    !own.includes(item["type"]) &&
    GLOBAL_CONTENT_TYPES.includes(item["type"]);
  return dropAbsent({ ...value, contents: value["contents"].filter((item: unknown) => !isForeign(item)) });
}

function modelOf(
  operation: CreateOperation,
  body: unknown,
  { allowsRetired = false }: CheckOptions,
): { readonly row: CapabilityRow } | { readonly issue: Issue } {
  const [first] = operation.rows;
  const asked = isJsonObject(body) ? body["model_name"] : undefined;
  const name = operation.family === "standard" ? first?.model : (asked ?? operation.defaultModel);
  const row = operation.rows.find((entry) => entry.model === name);
  if (row) return { row };
  const known = operation.rows.filter((entry) => !entry.retiredOn).map((entry) => entry.model);
  const retired = typeof name === "string" && !allowsRetired ? findModel(name)?.retiredOn : undefined;
  return {
    issue: {
      rule: (retired ? "model-retired" : "model") satisfies RuleId,
      path: operation.paths.model,
      message: `${operation.paths.model}: ${operation.path} does not know '${String(name)}'. Use ${known.join(", ")}.`,
      serviceMessage: retired
        ? SERVICE_MESSAGES.modelDiscontinued(String(name))
        : SERVICE_MESSAGES.modelNotSupported,
      serviceCode: INVALID_PARAMETER,
    },
  };
}

function retiredIssue(
  operation: CreateOperation,
  row: CapabilityRow,
  { allowsRetired = false }: CheckOptions,
): Issue | undefined {
  if (!row.retiredOn || allowsRetired) return undefined;
  const current = operation.rows.filter((entry) => !entry.retiredOn).map((entry) => entry.model);
  return {
    rule: "model-retired" satisfies RuleId,
    path: operation.paths.model,
    message: `${operation.paths.model}: ${row.model} was retired on ${row.retiredOn}. Use ${current.join(", ")}.`,
    serviceMessage: SERVICE_MESSAGES.modelDiscontinued(row.model),
    serviceCode: INVALID_PARAMETER,
  };
}

function applyRules(
  operation: CreateOperation,
  row: CapabilityRow,
  facts: CreateFacts,
  options: CheckOptions,
): CheckResult {
  const { paths, family } = operation;
  const issues: Issue[] = [];
  const warnings: Warning[] = [];
  const pathOf = (at: Finding["at"]) => (typeof at === "string" ? paths[at] : at.path);
  const scope: RuleScope = {
    facts,
    row,
    paths,
    family,
    elementKind: options.elementKind ?? (() => undefined),
    refuse: ({ rule, at, message, service }) => {
      const path = pathOf(at);
      issues.push({
        rule,
        path,
        message: `${path}: ${message}`,
        serviceMessage: service ?? SERVICE_MESSAGES.unsupportedWith(path, message),
        serviceCode: INVALID_PARAMETER,
      });
    },
    warn: ({ rule, at, message }) => {
      const path = pathOf(at);
      warnings.push({ rule, path, message: `${path}: ${message}` });
    },
  };
  for (const rule of ALL_RULES) rule(scope);
  return { issues, warnings };
}
