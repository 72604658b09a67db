import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { jsonSchemaOf } from "./json-schema.ts";
import type { Schema, SchemaIssue } from "./schema.ts";
import * as s from "./schema.ts";

const RUN = { numRuns: 800, seed: 20_261_128 } as const;

/** The same schema in both, so that a kept library judges ours. */
interface Twin {
  readonly ours: Schema;
  readonly theirs: z.ZodMiniType;
}

const PATTERN = /^\d{1,2}$/;
const leaves: readonly Twin[] = [
  { ours: s.string(), theirs: z.string() },
  { ours: s.string({ minLength: 2 }), theirs: z.string().check(z.minLength(2)) },
  { ours: s.string({ pattern: PATTERN }), theirs: z.string().check(z.regex(PATTERN)) },
  { ours: s.number(), theirs: z.number() },
  {
    ours: s.number({ minimum: -1, maximum: 1 }),
    theirs: z.number().check(z.minimum(-1), z.maximum(1)),
  },
  { ours: s.int({ minimum: 1, maximum: 9 }), theirs: z.int().check(z.minimum(1), z.maximum(9)) },
  { ours: s.boolean(), theirs: z.boolean() },
  { ours: s.oneOf(["a", "b"]), theirs: z.enum(["a", "b"]) },
  { ours: s.literal("a"), theirs: z.literal("a") },
];

const twins = fc.letrec<{ readonly twin: Twin }>((tie) => ({
  twin: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...leaves),
    fc.tuple(tie("twin"), fc.constantFrom(0, 1, 2)).map(([item, minItems]) => ({
      ours: s.array(item.ours, { minItems }),
      theirs: z.array(item.theirs).check(z.minLength(minItems)),
    })),
    fc.dictionary(fc.constantFrom("a", "b", "c"), fc.tuple(tie("twin"), fc.boolean())).map((shape) => {
      const fields = Object.entries(shape);
      const make = <Value>(of: (entry: readonly [Twin, boolean]) => Value) =>
        Object.fromEntries(fields.map(([key, entry]) => [key, of(entry)]));
      return {
        ours: s.object(make(([field, isOptional]) => (isOptional ? s.optional(field.ours) : field.ours))),
        theirs: z.strictObject(
          make(([field, isOptional]) => (isOptional ? z.optional(field.theirs) : field.theirs)),
        ),
      };
    }),
    fc.array(tie("twin"), { minLength: 2, maxLength: 3 }).map(([first, ...rest]) => {
      const options = first ? [first, ...rest] : [];
      return {
        ours: s.union(options.map(({ ours }) => ours)),
        theirs: z.union(options.map(({ theirs }) => theirs)),
      };
    }),
  ),
})).twin;

const values = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(
      "",
      "a",
      "b",
      "ab",
      "12",
      "123",
      0,
      1,
      5,
      9,
      10,
      -1.5,
      0.5,
      true,
      false,
      null,
      undefined,
    ),
    fc.constantFrom<unknown>(Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, new Date(0)),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("value")),
  ),
})).value;

/** What the two must agree on. */
function essence(issue: SchemaIssue | z.core.$ZodIssue): object {
  const { code, path } = issue;
  const own = Object.fromEntries(
    ["expected", "values", "minimum", "maximum", "keys"].flatMap((name) =>
      name in issue ? [[name, Object(issue)[name]]] : [],
    ),
  );
  if (code === "invalid_union" && "errors" in issue)
    return { code, path, errors: issue.errors.map(essences) };
  return { code, path, ...own };
}

/** zod measures even what has the wrong type, where it has a length; the type says all. */
function essences(issues: readonly (SchemaIssue | z.core.$ZodIssue)[]): readonly object[] {
  const mistyped = new Set(
    issues.filter(({ code }) => code === "invalid_type").map(({ path }) => path.join()),
  );
  return issues.filter(({ code, path }) => code !== "too_small" || !mistyped.has(path.join())).map(essence);
}

/** Beyond the safe integers zod has words of its own; both refuse. */
const isComparable = (issues: readonly z.core.$ZodIssue[]): boolean =>
  issues.every(
    (issue) =>
      !(typeof issue.input === "number" && issue.input > Number.MAX_SAFE_INTEGER) &&
      (issue.code !== "invalid_union" || issue.errors.every(isComparable)),
  );

describe("schemas of bodies", () => {
  it("refuse what zod refuses, for the same reasons, in the same order", () => {
    let refused = 0;
    fc.assert(
      fc.property(twins, values, ({ ours, theirs }, value) => {
        const parsed = theirs.safeParse(value, { reportInput: true });
        const issues = s.findSchemaIssues(ours, value);
        expect(issues.length === 0).toBe(parsed.success);
        if (parsed.success || !isComparable(parsed.error.issues)) return;
        refused += 1;
        expect(essences(issues)).toEqual(essences(parsed.error.issues));
      }),
      RUN,
    );
    expect(refused).toBeGreaterThan(200);
  });

  it("name the option that was meant where only one has the right type", () => {
    const schema = s.union([s.string({ minLength: 2 }), s.number()]);
    expect(s.findSchemaIssues(schema, "a")).toMatchObject([{ code: "too_small", minimum: 2 }]);
    expect(s.findSchemaIssues(schema, true)).toMatchObject([{ code: "invalid_union" }]);
  });

  it("take no field that is inherited", () => {
    const schema = s.object({ toString: s.string() });
    expect(s.findSchemaIssues(schema, {})).toMatchObject([{ code: "invalid_type", path: ["toString"] }]);
    expect(s.findSchemaIssues(s.object({}), { constructor: 1 })).toMatchObject([
      { code: "unrecognized_keys", keys: ["constructor"] },
    ]);
  });
});

describe("JSON Schema", () => {
  it("says what zod says", () => {
    const text = { description: "How many.", unit: "pieces" };
    const ours = s.object({
      n: s.optional(s.withTexts(s.int({ minimum: 1, maximum: 9 }), text)),
      items: s.array(s.union([s.object({ type: s.literal("a") }), s.oneOf(["x", "y"])]), { minItems: 1 }),
      time: s.union([s.number(), s.string()]),
      on: s.boolean(),
    });
    const theirs = z.strictObject({
      n: z.optional(z.int().check(z.minimum(1), z.maximum(9), z.meta(text))),
      items: z
        .array(z.union([z.strictObject({ type: z.literal("a") }), z.enum(["x", "y"])]))
        .check(z.minLength(1)),
      time: z.union([z.number(), z.string()]),
      on: z.boolean(),
    });
    const { $schema: _, ...expected } = z.toJSONSchema(theirs, { io: "input" });
    expect(jsonSchemaOf(ours)).toEqual(expected);
  });
});
