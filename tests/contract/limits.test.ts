import {
  type BodyOperation,
  CREATES,
  checkCreate,
  type JsonObject,
  type Schema,
  WRITES,
} from "@klingkit/spec";
import { listFixtures } from "@klingkit/testkit";
import { describe, expect, it } from "vitest";

/** A field of a body, with what its schema and its texts say. */
interface Field {
  readonly keys: readonly (string | number)[];
  readonly schema: Schema;
}

interface Limit {
  readonly name: string;
  readonly keys: readonly (string | number)[];
  /** Values at the limit, which pass. */
  readonly inside: readonly unknown[];
  /** The nearest values beyond it, which do not. */
  readonly outside: readonly unknown[];
  /** Rules that may refuse what is outside. */
  readonly rules: readonly string[];
}

function fieldsOf(schema: Schema, keys: readonly (string | number)[] = []): readonly Field[] {
  const { def } = schema;
  switch (def.type) {
    case "optional":
      // The texts of an optional field are those of the field in it.
      return fieldsOf(def.inner, keys);
    case "object":
      return Object.entries(def.shape).flatMap(([key, field]) => fieldsOf(field, [...keys, key]));
    case "array":
      return fieldsOf(def.item, [...keys, 0]);
    default:
      return [{ keys, schema }];
  }
}

/** Smallest difference that a fraction is tried with. */
const STEP = 0.001;

function limitsOf({ keys, schema: { def, texts } }: Field): readonly Limit[] {
  const name = keys.join(".");
  const limits: Limit[] = [];
  if (def.type === "number" || def.type === "int") {
    const { minimum, maximum } = def;
    const step = def.type === "int" ? 1 : STEP;
    const rules = ["range"];
    if (minimum !== undefined)
      limits.push({
        name: `${name} ≥ ${minimum}`,
        keys,
        inside: [minimum],
        outside: [minimum - step],
        rules,
      });
    if (maximum !== undefined)
      limits.push({
        name: `${name} ≤ ${maximum}`,
        keys,
        inside: [maximum],
        outside: [maximum + step],
        rules,
      });
  }
  if (def.type === "enum" && typeof def.values[0] === "string")
    limits.push({ name: `${name} is listed`, keys, inside: def.values, outside: ["bogus"], rules: ["enum"] });
  const { maxLength } = texts;
  if (typeof maxLength === "number") {
    // A character outside the basic plane counts as one.
    const inside = ["🦊".repeat(maxLength)];
    const rules = ["prompt-length", "shot-length", "range"];
    limits.push({ name: `${name} up to ${maxLength}`, keys, inside, outside: [`${inside[0]}x`], rules });
  }
  return limits;
}

/** A copy of a body with this value; undefined where a list on the way is empty. */
function withValue(body: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof key === "number") {
    if (!Array.isArray(body) || body.length === 0) return undefined;
    const first = withValue(body[0], rest, value);
    return first === undefined ? undefined : [first, ...body.slice(1)];
  }
  const inner = withValue(Object(body)[key], rest, value);
  return inner === undefined ? undefined : { ...Object(body), [key]: inner };
}

const pathOf = (keys: readonly (string | number)[]): string =>
  keys.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`),
    "",
  );

/** Whether a body is refused for this field by one of these rules. */
function isRefused(operation: BodyOperation, body: unknown, { keys, rules }: Limit): boolean {
  const { issues } = checkCreate(operation, body, { isLocalService: true, allowsRetired: true });
  // A rule of a list may name the list.
  const paths = keys.map((_, at) => pathOf(keys.slice(0, at + 1)));
  return issues.some(({ rule, path }) => paths.includes(path) && rules.includes(rule));
}

const bodiesOf = ({ id }: BodyOperation): readonly JsonObject[] =>
  listFixtures("request")
    .filter(({ source }) => source.operation === id)
    .map(({ body }) => body);

const rows = [...CREATES, ...WRITES].flatMap((operation) => {
  const bodies = bodiesOf(operation);
  return fieldsOf(operation.body)
    .flatMap(limitsOf)
    .filter(({ keys }) => bodies.some((body) => withValue(body, keys, "") !== undefined))
    .map((limit) => ({ id: operation.id, name: limit.name, operation, bodies, limit }));
});

/** Documented bodies with this value in the field. */
const given = ({ bodies, limit }: (typeof rows)[number], value: unknown): readonly unknown[] =>
  bodies.map((body) => withValue(body, limit.keys, value)).filter((body) => body !== undefined);

describe("both sides of every limit, in the documented bodies", () => {
  it("covers the operations", () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBeGreaterThan(15);
    expect(rows.length).toBeGreaterThan(100);
  });

  // A value may need a model that one of the bodies names.
  it.each(rows)("$id: $name", (row) => {
    const { operation, limit } = row;
    for (const value of limit.inside) {
      const refused = given(row, value).map((body) => isRefused(operation, body, limit));
      expect(refused, `inside: ${String(value).slice(0, 40)}`).toContain(false);
    }
    for (const value of limit.outside) {
      const refused = given(row, value).map((body) => isRefused(operation, body, limit));
      expect(refused, `outside: ${String(value).slice(0, 40)}`).not.toContain(false);
    }
  });
});
