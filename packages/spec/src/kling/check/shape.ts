import { isJsonObject } from "../../json-object.ts";
import { findSchemaIssues, type SchemaIssue } from "../../schema/schema.ts";
import { GLOBAL_AUDIO_MODES } from "../facts/content-types.ts";
import type { BodyOperation } from "../operation.ts";
import { type Fault, REQUIRED } from "./fault.ts";
import { formatPath, valueAt } from "./schema-path.ts";

/** What the schema says of a body. */
export interface ShapeVerdict {
  readonly faults: readonly Fault[];
  /** The body; for the service without the fields that it ignores, so that no rule ever sees them. */
  readonly body: unknown;
}

/** Judges the shape of a body whose absent-like values are gone. */
export function judgeShape(operation: BodyOperation, body: unknown, as: "client" | "service"): ShapeVerdict {
  if (!isJsonObject(body)) {
    return { faults: [{ rule: "type", path: "body", message: "the body is a JSON object." }], body };
  }
  const issues = findSchemaIssues(operation.body, body);
  if (issues.length === 0) return { faults: [], body };
  const { contents } = operation;
  const found = contents ? issues.flatMap((issue) => contents.narrow(issue, body)) : issues;
  return {
    faults: found.flatMap(
      (issue) => contents?.findFault(issue, body) ?? translate(operation, issue, body, as),
    ),
    body: as === "service" ? dropUnknownFields(body, found) : body,
  };
}

function dropUnknownFields(body: unknown, issues: readonly SchemaIssue[]): unknown {
  return issues.reduce<unknown>(
    (value, issue) => (issue.code === "unrecognized_keys" ? without(value, issue.path, issue.keys) : value),
    body,
  );
}

/** A copy without `keys` in the object at `path`. */
function without(value: unknown, path: readonly PropertyKey[], keys: readonly string[]): unknown {
  const [next, ...rest] = path;
  if (Array.isArray(value)) {
    return value.map((item: unknown, at) => (at === next ? without(item, rest, keys) : item));
  }
  if (!isJsonObject(value)) return value;
  if (next === undefined)
    return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
  return { ...value, [String(next)]: without(value[String(next)], rest, keys) };
}

function translate(
  operation: BodyOperation,
  issue: SchemaIssue,
  body: unknown,
  as: "client" | "service",
): readonly Fault[] {
  const path = formatPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    return as === "service"
      ? seedIssues(path, issue.keys, valueAt(body, issue.path))
      : issue.keys.map((key) => unknownField(path, key));
  }
  const value = valueAt(body, issue.path);
  if (issue.code === "invalid_union")
    return [{ rule: "type", path, message: "has none of the accepted shapes.", subject: value }];
  if (value === undefined) return [missing(operation, issue, path)];
  if (issue.code === "invalid_type") {
    const expected = issue.expected === "int" ? "integer" : issue.expected;
    const hint = isIdAsNumber(path, value) ? " An id as a number loses digits: write it in quotes." : "";
    return [{ rule: "type", path, message: `expected ${expected}.${hint}`, expected }];
  }
  if (path === "settings.audio" && GLOBAL_AUDIO_MODES.some((mode) => mode === value)) {
    const message = `'${String(value)}' is not a mode of this model. ${allowed(issue)}`;
    return [{ rule: "audio", path, message, subject: value }];
  }
  const rule = issue.code === "invalid_value" ? "enum" : "range";
  const message = `'${String(value)}' is not supported. ${allowed(issue)}`;
  return [{ rule, path, message, subject: value, ...boundOf(issue) }];
}

function boundOf(issue: SchemaIssue): Pick<Fault, "bound"> {
  if (issue.code === "too_big") return { bound: { max: Number(issue.maximum) } };
  if (issue.code === "too_small") return { bound: { min: Number(issue.minimum) } };
  return {};
}

const isIdAsNumber = (path: string, value: unknown): boolean =>
  typeof value === "number" && /(^|[._])id$/.test(path);

/** The one unknown field that the service looks at. @source LIVE 2026-09-28 */
function seedIssues(path: string, keys: readonly string[], settings: unknown): readonly Fault[] {
  if (path !== "settings" || !keys.includes("seed") || !isJsonObject(settings)) return [];
  const seed = settings["seed"];
  if (/^-?\d+$/.test(String(seed))) return [];
  const message = "expected a whole number, or none.";
  return [{ rule: "type", path: "settings.seed", message, subject: seed }];
}

function allowed(issue: SchemaIssue): string {
  if (issue.code === "invalid_value") return `Use ${issue.values.map(String).join(", ")}.`;
  if (issue.code === "too_small") return `The least is ${String(issue.minimum)}.`;
  if (issue.code === "too_big") return `The maximum is ${String(issue.maximum)}.`;
  return "";
}

const unknownField = (path: string, key: string): Fault => ({
  rule: "unknown-field",
  path: path ? `${path}.${key}` : key,
  message:
    "is not a field of this operation; the service would ignore it silently. Remove it or correct its name.",
});

function missing(operation: BodyOperation, issue: SchemaIssue, path: string): Fault {
  // Settings are required because of a field in them that has no default: that is what is missing.
  if (path === "settings") return { ...REQUIRED, path: `${path}.${requiredSetting(operation)}` };
  return { ...REQUIRED, path, ...(issue.code === "invalid_type" ? { expected: issue.expected } : {}) };
}

function requiredSetting({ body: { def } }: BodyOperation): string | undefined {
  const settings = def.type === "object" ? def.shape["settings"]?.def : undefined;
  const fields = settings?.type === "object" ? Object.entries(settings.shape) : [];
  return fields.find(([, field]) => field.def.type !== "optional")?.[0];
}
