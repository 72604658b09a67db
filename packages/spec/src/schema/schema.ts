// Schemas of what callers send, small enough for every bundle: docs/decisions/2026-11-28-schemas-of-bodies.md.

import { isJsonObject } from "../json-object.ts";

/** What is wrong with a value, and where. Codes and fields are zod's, so that either can judge the same value. */
export type SchemaIssue = {
  /** From the outermost object or list to the value. */
  readonly path: readonly PropertyKey[];
  readonly input?: unknown;
} & (
  | { readonly code: "invalid_type"; readonly expected: string }
  | { readonly code: "invalid_value"; readonly values: readonly unknown[] }
  | { readonly code: "invalid_format" }
  | { readonly code: "too_small"; readonly minimum: number }
  | { readonly code: "too_big"; readonly maximum: number }
  | { readonly code: "unrecognized_keys"; readonly keys: readonly string[] }
  | { readonly code: "invalid_union"; readonly errors: readonly (readonly SchemaIssue[])[] }
);

/** Text that travels with a schema into types, help and pages. */
export type SchemaTexts = Readonly<Record<string, unknown>>;

/** What a schema is, for whoever prints it. */
export type SchemaDef =
  | { readonly type: "string"; readonly minLength?: number; readonly pattern?: RegExp }
  | {
      readonly type: "number" | "int";
      readonly minimum?: number | undefined;
      readonly maximum?: number | undefined;
    }
  | { readonly type: "boolean" }
  | { readonly type: "enum"; readonly values: readonly unknown[] }
  | { readonly type: "optional"; readonly inner: Schema }
  | { readonly type: "array"; readonly item: Schema; readonly minItems?: number }
  | { readonly type: "union"; readonly options: readonly Schema[] }
  | { readonly type: "object"; readonly shape: Readonly<Record<string, Schema>> };

/** The shape of a value. Plain data: judged by `findSchemaIssues`, printed by `jsonSchemaOf`. */
export interface Schema {
  readonly def: SchemaDef;
  readonly texts: SchemaTexts;
}

const schema = (def: SchemaDef): Schema => ({ def, texts: {} });

/** Text; with `minLength` in UTF-16 units, and with a pattern. */
export const string = (rest: { readonly minLength?: number; readonly pattern?: RegExp } = {}): Schema =>
  schema({ type: "string", ...rest });

interface Bounds {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/** A finite number. */
export const number = (bounds: Bounds = {}): Schema => schema({ type: "number", ...bounds });

/** A safe integer. */
export const int = (bounds: Bounds = {}): Schema => schema({ type: "int", ...bounds });

export const boolean = (): Schema => schema({ type: "boolean" });

/** One of some words or numbers. */
export const oneOf = (values: readonly unknown[]): Schema => schema({ type: "enum", values });

export const literal = (value: unknown): Schema => oneOf([value]);

export const optional = (inner: Schema): Schema => schema({ type: "optional", inner });

export const array = (item: Schema, rest: { readonly minItems?: number } = {}): Schema =>
  schema({ type: "array", item, ...rest });

/** The first that fits. */
export const union = (options: readonly Schema[]): Schema => schema({ type: "union", options });

/** An object without other keys. */
export const object = (shape: Readonly<Record<string, Schema>>): Schema => schema({ type: "object", shape });

/** The same schema with texts. */
export const withTexts = ({ def, texts }: Schema, more: SchemaTexts): Schema => ({
  def,
  texts: { ...texts, ...more },
});

/** What is wrong with a value; empty when it fits. Never throws. */
export function findSchemaIssues({ def }: Schema, input: unknown): readonly SchemaIssue[] {
  switch (def.type) {
    case "optional":
      return input === undefined ? [] : findSchemaIssues(def.inner, input);
    case "enum":
      return def.values.includes(input)
        ? []
        : [{ code: "invalid_value", values: def.values, path: [], input }];
    case "string":
      return typeof input === "string" ? checkText(def, input) : [wrongType("string", input)];
    case "number":
    case "int":
      return judgeNumber(def, input);
    case "boolean":
      return typeof input === "boolean" ? [] : [wrongType("boolean", input)];
    case "array":
      return Array.isArray(input) ? judgeList(def, input) : [wrongType("array", input)];
    case "union":
      return judgeUnion(def.options, input);
    case "object":
      return judgeObject(def.shape, input);
  }
}

const wrongType = (expected: string, input: unknown): SchemaIssue => ({
  code: "invalid_type",
  expected,
  path: [],
  input,
});

const inside = (at: PropertyKey, issues: readonly SchemaIssue[]): readonly SchemaIssue[] =>
  issues.map((issue) => ({ ...issue, path: [at, ...issue.path] }));

function checkText(
  { minLength = 0, pattern }: Extract<SchemaDef, { readonly type: "string" }>,
  input: string,
): readonly SchemaIssue[] {
  const short: readonly SchemaIssue[] =
    input.length < minLength ? [{ code: "too_small", minimum: minLength, path: [], input }] : [];
  return pattern && !pattern.test(input) ? [...short, { code: "invalid_format", path: [], input }] : short;
}

function judgeNumber(
  { type, minimum, maximum }: Extract<SchemaDef, { readonly type: "number" | "int" }>,
  input: unknown,
): readonly SchemaIssue[] {
  if (typeof input !== "number" || !Number.isFinite(input)) return [wrongType("number", input)];
  if (type === "int" && !Number.isInteger(input)) return [wrongType("int", input)];
  return checkBounds({ minimum, maximum }, input);
}

function checkBounds({ minimum, maximum }: Bounds, input: number): readonly SchemaIssue[] {
  if (minimum !== undefined && input < minimum) return [{ code: "too_small", minimum, path: [], input }];
  if (maximum !== undefined && input > maximum) return [{ code: "too_big", maximum, path: [], input }];
  return [];
}

function judgeList(
  { item, minItems = 0 }: Extract<SchemaDef, { readonly type: "array" }>,
  input: readonly unknown[],
): readonly SchemaIssue[] {
  const issues = input.flatMap((entry, at) => inside(at, findSchemaIssues(item, entry)));
  return input.length < minItems
    ? [...issues, { code: "too_small", minimum: minItems, path: [], input }]
    : issues;
}

/** Findings about a value whose type is right; where only one option has the right type, it is the one that was meant. */
const SOFT: readonly SchemaIssue["code"][] = ["too_small", "too_big", "invalid_format", "unrecognized_keys"];

function judgeUnion(options: readonly Schema[], input: unknown): readonly SchemaIssue[] {
  const errors = options.map((option) => findSchemaIssues(option, input));
  if (errors.some((issues) => issues.length === 0)) return [];
  const meant = errors.filter((issues) => issues.every(({ code }) => SOFT.includes(code)));
  return meant.length === 1 ? (meant[0] ?? []) : [{ code: "invalid_union", errors, path: [], input }];
}

function judgeObject(shape: Readonly<Record<string, Schema>>, input: unknown): readonly SchemaIssue[] {
  if (!isJsonObject(input)) return [wrongType("object", input)];
  const issues: SchemaIssue[] = [];
  // Every create passes here, and nearly all fields fit: a loop makes no lists of nothing.
  for (const key in shape) {
    const field = shape[key];
    const found = field ? findSchemaIssues(field, Object.hasOwn(input, key) ? input[key] : undefined) : [];
    if (found.length > 0) issues.push(...inside(key, found));
  }
  const keys = Object.keys(input).filter((key) => !Object.hasOwn(shape, key));
  return keys.length === 0 ? issues : [...issues, { code: "unrecognized_keys", keys, path: [], input }];
}
