import { checkCreate, findCreate, type JsonObject, RULES, type RuleId } from "@klingkit/spec";
import { createTestEmulator, TEST_API_KEY, type TestEmulator } from "@klingkit/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elementKind, VIDEO_ELEMENT_IDS } from "./draw-request.ts";
import { MUTATORS, type Mutator } from "./mutators.ts";

const RUN = { numRuns: 10, seed: 20_261_121, endOnFailure: true } as const;
const rows = Object.entries(MUTATORS).flatMap(([rule, row]) =>
  "reason" in row ? [] : [[rule, row] as const],
);

/** Retired models run only where a mutator needs one of them. */
const needsRetired = ({ valid }: Mutator) => /^kling-v(1|2-master)/.test(String(valid["model_name"] ?? ""));

let current: TestEmulator;
let old: TestEmulator;
let strict: TestEmulator;
beforeAll(async () => {
  current = await createTestEmulator();
  old = await createTestEmulator({ allowsRetiredModels: true });
  strict = await createTestEmulator({ isStrict: true });
  for (const emulator of [current, old, strict]) {
    for (const elementId of VIDEO_ELEMENT_IDS) {
      emulator.control.addElement({ account: TEST_API_KEY, elementId, kind: "video" });
    }
  }
});
afterAll(() => Promise.all([current, old, strict].map((emulator) => emulator[Symbol.asyncDispose]())));

function emulatorOf(mutator: Mutator): TestEmulator {
  if (mutator.isClientOnly) return strict;
  return needsRetired(mutator) ? old : current;
}

function operationOf({ operation: id }: Mutator) {
  const operation = findCreate(id);
  if (!operation) throw new Error(`no operation ${id}`);
  return operation;
}

function check(mutator: Mutator, body: JsonObject) {
  return checkCreate(operationOf(mutator), body, { allowsRetired: needsRetired(mutator), elementKind })
    .issues;
}

let creates = 0;
/** Fields that have no part in the rule, so that it is not one lucky body that is judged. */
function surroundings(
  g: fc.GeneratorValue,
  { operation, lacks = [] }: Mutator,
  body: JsonObject,
): JsonObject {
  creates += 1;
  const drawn = {
    ...(g(fc.boolean) ? { external_task_id: `job-${creates}` } : {}),
    ...(g(fc.boolean) ? { watermark_info: { enabled: g(fc.boolean) } } : {}),
    ...(g(fc.boolean) ? { callback_url: "https://example.com/hook" } : {}),
  };
  const extra = Object.fromEntries(Object.entries(drawn).filter(([field]) => !lacks.includes(field)));
  if (operation.startsWith("v1/")) return { ...extra, ...body };
  return { ...body, options: { ...extra, ...Object(body["options"]) } };
}

const errorOf = (answer: { readonly body: unknown }): string => String(Object(answer.body).message);

/** A sentence names a field by its path, by the last part of it, or by the words of the recorded sentence. */
function namesField(sentence: string, { path, serviceNames }: Mutator): boolean {
  const lastPart =
    path
      .replace(/\[\d+\]/g, "")
      .split(".")
      .at(-1) ?? path;
  return sentence.includes(serviceNames ?? lastPart);
}

describe("every rule", () => {
  it("has a mutator or a reason", () => {
    expect(Object.keys(MUTATORS).toSorted()).toEqual(Object.keys(RULES).toSorted());
    for (const row of Object.values(MUTATORS))
      if ("reason" in row) expect(row.reason.length).toBeGreaterThan(20);
  });

  it.each(rows)("%s: the body passes until it is broken", async (rule, mutator) => {
    const { path } = operationOf(mutator);
    const emulator = emulatorOf(mutator);
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (g) => {
        const valid = surroundings(g, mutator, mutator.valid);
        expect(check(mutator, valid)).toEqual([]);
        expect(await emulator.call("POST", path, valid)).toMatchObject({ status: 200, body: { code: 0 } });

        const broken = surroundings(g, mutator, { ...mutator.valid, ...mutator.broken });
        const issues = check(mutator, broken);
        const expected: readonly string[] = [rule, ...(mutator.also?.rules ?? [])];
        expect(issues.map((issue) => issue.rule)).toEqual(expected);
        expect(issues[0]?.path).toBe(mutator.path);
        expect(issues[0]?.message.startsWith(`${mutator.path}: `)).toBe(true);

        const refusal = await emulator.call("POST", path, broken);
        expect(refusal).toMatchObject({ status: 400, body: { code: 1201 } });
        expect(refusal.body).not.toHaveProperty("data");
        expect(namesField(errorOf(refusal), mutator), `${mutator.path}: ${errorOf(refusal)}`).toBe(true);
      }),
      RUN,
    );
  });

  it("leaves no task behind when it refuses", async () => {
    const before = current.control.journal().accepted;
    const mutator = MUTATORS.enum;
    if ("reason" in mutator) throw new Error("unreachable");
    await current.call("POST", operationOf(mutator).path, { ...mutator.valid, ...mutator.broken });
    expect(current.control.journal().accepted).toBe(before);
  });

  it("is ignored by a service that is not strict where it is a client's rule only", async () => {
    const clientOnly = rows.filter(([, mutator]) => mutator.isClientOnly);
    expect(clientOnly.map(([rule]) => rule satisfies string)).toEqual([
      "unknown-field",
      "audio-content",
      "external-id",
      "image-content",
    ] satisfies RuleId[]);
    for (const [, mutator] of clientOnly) {
      const answer = await current.call("POST", operationOf(mutator).path, {
        ...mutator.valid,
        ...mutator.broken,
      });
      expect(answer.status).toBe(200);
    }
  });
});
