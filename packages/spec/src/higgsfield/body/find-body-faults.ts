import { isJsonObject } from "../../json-object.ts";
import { findSchemaIssues, type Schema, type SchemaDef } from "../../schema/schema.ts";
import { reprOf } from "./python-repr.ts";

/** What is wrong with a value of a body, in our words and in those of the service's validator. */
export interface BodyFault {
  readonly rule: "required" | "type" | "enum" | "range" | "unknown-field";
  /** Such as `multi_prompt[1].duration`. */
  readonly path: string;
  /** Without the path. */
  readonly message: string;
  /** As Python's `jsonschema` says it; empty for what the service does not look at. @source MIRROR 2026-10 */
  readonly serviceMessage: string;
}

interface At {
  readonly value: unknown;
  readonly path: string;
}

type Def<Type extends SchemaDef["type"]> = Extract<SchemaDef, { readonly type: Type }>;

/** Floats: 0.3 / 0.01 is 29.999…, and passes. */
const STEP_TOLERANCE = 1e-9;

/** Everything that is wrong, missing fields first, then in the order of the schema; unknown fields come last. Never throws. */
export function findBodyFaults(schema: Schema, value: unknown, path = ""): readonly BodyFault[] {
  const { def } = schema;
  const at = { value, path };
  switch (def.type) {
    case "optional":
      return findBodyFaults(
        { def: def.inner.def, texts: { ...def.inner.texts, ...schema.texts } },
        value,
        path,
      );
    case "object":
      return judgeObject(def, at);
    case "array":
      return judgeList(schema, def, at);
    case "string":
      return judgeText(schema, at);
    case "int":
    case "number":
      return judgeNumber(schema, def, at);
    case "enum":
      return def.values.includes(value) ? [] : [notListed(def, at)];
    case "boolean":
      return typeof value === "boolean" ? [] : [wrongType("boolean", at)];
    case "union":
      return findSchemaIssues(schema, value).length === 0 ? [] : [wrongType("one of several", at)];
  }
}

function judgeObject({ shape }: Def<"object">, at: At): readonly BodyFault[] {
  const { value, path } = at;
  if (!isJsonObject(value)) return [wrongType("object", at)];
  const fields = Object.entries(shape);
  const inside = (key: string) => (path === "" ? key : `${path}.${key}`);
  const missing = fields
    .filter(([key, { def }]) => def.type !== "optional" && !Object.hasOwn(value, key))
    .map(([key]) => missingField(inside(key), key));
  const wrong = fields
    .filter(([key]) => Object.hasOwn(value, key))
    .flatMap(([key, field]) => findBodyFaults(field, value[key], inside(key)));
  const unknown = Object.keys(value)
    .filter((key) => !Object.hasOwn(shape, key))
    .map((key) => unknownField(inside(key)));
  return [...missing, ...wrong, ...unknown];
}

/** A field that is required, by the schema or by what else the body says. */
export const missingField = (path: string, key: string): BodyFault => ({
  rule: "required",
  path,
  message: "is required.",
  serviceMessage: `${reprOf(key)} is a required property`,
});

const unknownField = (path: string): BodyFault => ({
  rule: "unknown-field",
  path,
  message:
    "is not a field of this endpoint; the service would ignore it silently. Remove it or correct its name.",
  serviceMessage: "",
});

const TYPE_HINTS: Readonly<Record<string, string>> = {
  integer: ' Numbers are strict: 5, not "5".',
  number: ' Numbers are strict: 0.5, not "0.5".',
};

const wrongType = (expected: string, { value, path }: At): BodyFault => ({
  rule: "type",
  path: path === "" ? "body" : path,
  message: `expected ${expected}.${typeof value === "string" ? (TYPE_HINTS[expected] ?? "") : ""}`,
  serviceMessage: `${reprOf(value)} is not of type '${expected}'`,
});

const notListed = ({ values }: Def<"enum">, { value, path }: At): BodyFault => ({
  rule: "enum",
  path,
  message: `${JSON.stringify(value)} is not supported. Use ${values.map((one) => JSON.stringify(one)).join(", ")}.`,
  serviceMessage: `${reprOf(value)} is not one of ${reprOf(values)}`,
});

const outOfRange = ({ path }: At, message: string, serviceMessage: string): BodyFault => ({
  rule: "range",
  path,
  message,
  serviceMessage,
});

function judgeList({ texts }: Schema, { item, minItems = 0 }: Def<"array">, at: At): readonly BodyFault[] {
  const { value, path } = at;
  if (!Array.isArray(value)) return [wrongType("array", at)];
  const maxItems = numberIn(texts["maxItems"]);
  const own: BodyFault[] = [];
  if (value.length < minItems)
    own.push(
      outOfRange(at, `has ${value.length} entries; at least ${minItems} are needed.`, tooShort(value)),
    );
  if (maxItems !== undefined && value.length > maxItems)
    own.push(
      outOfRange(
        at,
        `has ${value.length} entries; at most ${maxItems} pass.`,
        `${reprOf(value)} is too long`,
      ),
    );
  return [
    ...own,
    ...value.flatMap((entry: unknown, place) => findBodyFaults(item, entry, `${path}[${place}]`)),
  ];
}

/** @source INF: the wording of jsonschema since 4.21 */
const tooShort = (value: readonly unknown[]): string =>
  `${reprOf(value)} ${value.length === 0 ? "should be non-empty" : "is too short"}`;

/** Lengths count characters, as Python does. */
function judgeText({ texts }: Schema, at: At): readonly BodyFault[] {
  const { value } = at;
  if (typeof value !== "string") return [wrongType("string", at)];
  const maxLength = numberIn(texts["maxLength"]);
  const length = [...value].length;
  if (maxLength === undefined || length <= maxLength) return [];
  return [
    outOfRange(at, `has ${length} characters; at most ${maxLength} pass.`, `${reprOf(value)} is too long`),
  ];
}

function judgeNumber(
  { texts }: Schema,
  { type, minimum, maximum }: Def<"int" | "number">,
  at: At,
): readonly BodyFault[] {
  const { value } = at;
  const isInteger = type === "int";
  const hasType =
    typeof value === "number" && Number.isFinite(value) && (!isInteger || Number.isInteger(value));
  if (!hasType) return [wrongType(isInteger ? "integer" : "number", at)];
  if (minimum !== undefined && value < minimum)
    return [
      outOfRange(
        at,
        `${value} is too small. The least is ${minimum}.`,
        `${value} is less than the minimum of ${minimum}`,
      ),
    ];
  if (maximum !== undefined && value > maximum)
    return [
      outOfRange(
        at,
        `${value} is too large. The maximum is ${maximum}.`,
        `${value} is greater than the maximum of ${maximum}`,
      ),
    ];
  const step = numberIn(texts["multipleOf"]);
  if (step === undefined || isMultiple(value, step)) return [];
  return [outOfRange(at, `${value} is not a step of ${step}.`, `${value} is not a multiple of ${step}`)];
}

const isMultiple = (value: number, step: number): boolean =>
  Math.abs(value / step - Math.round(value / step)) < STEP_TOLERANCE * Math.max(1, Math.abs(value / step));

const numberIn = (text: unknown): number | undefined => (typeof text === "number" ? text : undefined);
