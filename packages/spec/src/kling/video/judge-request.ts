import * as z from "zod/mini";
import type { Issue } from "../../issue.ts";
import { isJsonObject } from "../../json-object.ts";
import { once } from "../../once.ts";
import { didYouMean } from "../../suggest.ts";
import { INVALID_PARAMETER } from "../check/check.ts";
import { formatPath } from "../check/schema-path.ts";
import { knownFields } from "./known-fields.ts";
import { meantField, meantValue } from "./meant.ts";
import { requestFields } from "./request-schema.ts";

const text = () => z.string().check(z.minLength(1));
const fields = once(() => requestFields({ prose: text, line: text }));
const schema = once(() => z.strictObject(fields()));

/** Options of a call that stand beside the request, and are often put into it. */
const OPTIONS: readonly string[] = ["model", "family", "routeId", "allowsRetired", "strict"];

/**
 * Judges a request that came as data: no unknown fields, right types, words of the tables. Lengths and what a model can do are
 * judged with the route. Never throws; empty when the request can be compiled. Issues name the request's own fields.
 */
export function judgeRequest(request: unknown): readonly Issue[] {
  if (!isJsonObject(request))
    return [issue("type", "request", "expected an object with fields such as prompt.")];
  const parsed = schema().safeParse(withoutAbsent(request), { reportInput: true });
  return parsed.success ? [] : parsed.error.issues.flatMap(translate);
}

const EMPTY_IS_NONE: readonly string[] = ["externalTaskId", "callbackUrl"];

/** A request without what asks for nothing: fields that are undefined, and an own id or a callback address that is empty. */
export function withoutAbsent(request: object): object {
  const isAbsent = ([name, value]: readonly [string, unknown]) =>
    value === "" && EMPTY_IS_NONE.includes(name);
  return Object(
    withoutUndefined(Object.fromEntries(Object.entries(request).filter((entry) => !isAbsent(entry)))),
  );
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(kept.map(([key, field]) => [key, withoutUndefined(field)]));
}

function issue(rule: string, path: string, message: string, suggestion?: string): Issue {
  return {
    rule,
    path,
    field: path,
    message: `${path}: ${message}${didYouMean(suggestion)}`,
    ...(suggestion === undefined ? {} : { suggestion }),
    serviceCode: INVALID_PARAMETER,
  };
}

function translate(found: z.core.$ZodIssue): readonly Issue[] {
  const path = formatPath(found.path);
  switch (found.code) {
    case "unrecognized_keys":
      return found.keys.map((key) => unknownField(found.path, key));
    case "invalid_value": {
      const values = found.values.map(String);
      const written = shown(found.input);
      return [
        issue(
          "enum",
          path,
          `${written} is not supported. Use ${values.join(", ")}.`,
          meantValue(found.input, values),
        ),
      ];
    }
    case "invalid_type":
      return [issue(found.input === undefined ? "required" : "type", path, expected(found))];
    case "too_small":
      return [
        issue(
          "range",
          path,
          found.origin === "string" ? "must not be empty." : `the least is ${found.minimum}.`,
        ),
      ];
    default:
      return [issue("range", path, found.message || "is not supported.")];
  }
}

function unknownField(at: readonly PropertyKey[], key: string): Issue {
  const path = formatPath([...at, key]);
  const known = [...knownFields(schema(), at), ...(at.length === 0 ? OPTIONS : [])];
  const named = OPTIONS.includes(key) ? key : meantField(key, known);
  return named !== undefined && OPTIONS.includes(named)
    ? issue("unknown-field", path, `belongs in the options, beside the request: { ${named}: … }.`)
    : issue("unknown-field", path, notAField(at, known, named), named);
}

/** A short list of what passes is of more use than a guess; all fields of a request are too many. */
function notAField(at: readonly PropertyKey[], known: readonly string[], named: string | undefined): string {
  if (at.length === 0) return "is not a field of a request.";
  const fields = named === undefined && known.length > 0 ? ` Use ${known.join(", ")}.` : "";
  return `is not a field of ${formatPath(at)}.${fields}`;
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

function expected({ expected: type, path, input }: z.core.$ZodIssueInvalidType): string {
  if (input === undefined) return "is required.";
  const wanted = EXPECTED[type] ?? type;
  const isId = /Id$/.test(String(path.at(-1)));
  if (isId && typeof input === "number")
    return `expected text, not the number ${input}: an id as a number loses digits. Write it in quotes.`;
  return `expected ${wanted}, not ${shown(input)}.`;
}

const SHOWN_CHARACTERS = 40;

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, SHOWN_CHARACTERS));
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
