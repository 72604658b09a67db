import type * as z from "zod/mini";
import type { Issue } from "../issue.ts";
import type { CreateOperation } from "../operation.ts";
import { contentTypesOf, GLOBAL_AUDIO_MODES } from "./content-types.ts";
import { SERVICE_MESSAGES } from "./messages.ts";
import { isJsonObject } from "./normalize.ts";
import type { RuleId } from "./rules/rule-ids.ts";

type ZodIssue = z.core.$ZodIssue;

const INVALID_PARAMETER = 1201;

/** The service's parser knows this resolution, its generation refuses it in a sentence of its own. @source LIVE 2026-09-28 */
const UNMAKEABLE_RESOLUTION = "480p";

/** What the schema says of a body. */
export interface ShapeVerdict {
  /** Findings in our words and in the service's. */
  readonly issues: readonly Issue[];
  /** The body; for the service without the fields that it ignores, so that no rule ever sees them. */
  readonly body: unknown;
}

/** Judges the shape of a body whose absent-like values are gone. */
export function judgeShape(
  operation: CreateOperation,
  body: unknown,
  as: "client" | "service",
): ShapeVerdict {
  if (!isJsonObject(body)) {
    const issue = issueOf("type", "body", "the body is a JSON object.", SERVICE_MESSAGES.malformedJson);
    return { issues: [issue], body };
  }
  const parsed = operation.body.safeParse(body, { reportInput: true });
  if (parsed.success) return { issues: [], body };
  const found = parsed.error.issues.flatMap((issue) => ownIssues(operation, issue, body));
  return {
    issues: found.flatMap((issue) => translate(operation, issue, body, as)),
    body: as === "service" ? dropUnknownFields(body, found) : body,
  };
}

/** Replaces "fits none of the content types" by what is wrong with the type that the item names. */
function ownIssues(operation: CreateOperation, issue: ZodIssue, body: unknown): readonly ZodIssue[] {
  const [row] = operation.rows;
  if (issue.code !== "invalid_union" || issue.path[0] !== "contents" || !row) return [issue];
  const item = valueAt(body, issue.path);
  const place = isJsonObject(item) ? contentTypesOf(row).indexOf(String(item["type"])) : -1;
  const nested = issue.errors[place];
  return nested ? nested.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) : [issue];
}

function dropUnknownFields(body: unknown, issues: readonly ZodIssue[]): unknown {
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

const issueOf = (rule: RuleId, path: string, message: string, serviceMessage: string): Issue => ({
  rule,
  path,
  message: `${path}: ${message}`,
  serviceMessage,
  serviceCode: INVALID_PARAMETER,
});

/** `["contents", 0, "url"]` → `contents[0].url`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    "",
  );
}

function translate(
  operation: CreateOperation,
  issue: ZodIssue,
  body: unknown,
  as: "client" | "service",
): readonly Issue[] {
  const path = formatPath(issue.path);
  if (issue.code === "unrecognized_keys")
    return as === "service" ? [] : issue.keys.map((key) => unknownField(path, key));
  if (issue.code === "invalid_union") return contentItem(operation, issue, body);
  const value = valueAt(body, issue.path);
  if (value === undefined) return [missing(operation, path, issue.path, body)];
  if (issue.code === "invalid_type") {
    const expected = issue.expected === "int" ? "integer" : issue.expected;
    return [issueOf("type", path, `expected ${expected}.`, SERVICE_MESSAGES.typeInvalid(path, expected))];
  }
  if (path === "settings.resolution" && value === UNMAKEABLE_RESOLUTION) {
    return [
      issueOf(
        "enum",
        path,
        `'${value}' is not accepted. ${allowed(issue)}`,
        SERVICE_MESSAGES.videoResolutionInvalid(value),
      ),
    ];
  }
  if (path === "settings.audio" && GLOBAL_AUDIO_MODES.some((mode) => mode === value)) {
    return [
      issueOf(
        "audio",
        path,
        `'${String(value)}' is not a mode of this model. ${allowed(issue)}`,
        SERVICE_MESSAGES.audioModeUnsupported(String(value)),
      ),
    ];
  }
  return [
    issueOf(
      issue.code === "invalid_value" ? "enum" : "range",
      path,
      `'${String(value)}' is not accepted. ${allowed(issue)}`,
      SERVICE_MESSAGES.valueInvalid(path, value),
    ),
  ];
}

function allowed(issue: ZodIssue): string {
  if (issue.code === "invalid_value") return `Use ${issue.values.map(String).join(", ")}.`;
  if (issue.code === "too_small") return `The least is ${String(issue.minimum)}.`;
  if (issue.code === "too_big") return `The most is ${String(issue.maximum)}.`;
  return "";
}

function unknownField(path: string, key: string): Issue {
  const full = path ? `${path}.${key}` : key;
  return issueOf(
    "unknown-field",
    full,
    "is not a field of this operation; the service would ignore it silently. Remove it or correct its name.",
    SERVICE_MESSAGES.unknownField(full),
  );
}

function missing(
  operation: CreateOperation,
  path: string,
  keys: readonly PropertyKey[],
  body: unknown,
): Issue {
  const [list, index] = keys;
  // Only motion control must have settings, because of the one field in them that has no default.
  if (path === "settings")
    return missing(operation, `${path}.character_orientation`, [...keys, "character_orientation"], body);
  if (list === "contents" && typeof index === "number" && keys.length > 2)
    return blankContent(path, keys, body);
  const text =
    operation.family === "standard" ? SERVICE_MESSAGES.empty(path) : SERVICE_MESSAGES.mustNotBeBlank(path);
  return issueOf("required", path, "is required.", text);
}

function blankContent(path: string, keys: readonly PropertyKey[], body: unknown): Issue {
  const item = valueAt(body, keys.slice(0, 2));
  const type = isJsonObject(item) ? String(item["type"]) : "";
  const field = String(keys.at(-1));
  const text =
    field === "element_id" ? SERVICE_MESSAGES.elementInvalid("") : SERVICE_MESSAGES.blankContent(type, field);
  return issueOf("required", path, `an item of type '${type}' needs it.`, text);
}

/** A content item whose type the endpoint does not have. */
function contentItem(operation: CreateOperation, issue: ZodIssue, body: unknown): readonly Issue[] {
  const path = formatPath(issue.path);
  const item = valueAt(body, issue.path);
  const [row] = operation.rows;
  if (issue.path[0] !== "contents" || !row) {
    return [
      issueOf("type", path, "has none of the accepted shapes.", SERVICE_MESSAGES.valueInvalid(path, item)),
    ];
  }
  if (!isJsonObject(item))
    return [issueOf("type", path, "expected object.", SERVICE_MESSAGES.typeInvalid(path, "object"))];
  const type = item["type"];
  if (type === undefined) {
    const service = SERVICE_MESSAGES.empty(`${path}.type`);
    return [issueOf("required", `${path}.type`, "is required.", service)];
  }
  return [
    issueOf(
      "content-type",
      `${path}.type`,
      `'${String(type)}' is not used here. Use ${contentTypesOf(row).join(", ")}.`,
      SERVICE_MESSAGES.valueInvalid(`${path}.type`, type),
    ),
  ];
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = body;
  for (const part of path) {
    if (Array.isArray(value) && typeof part === "number") value = value[part];
    else if (isJsonObject(value)) value = value[String(part)];
    else return undefined;
  }
  return value;
}
