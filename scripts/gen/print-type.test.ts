import { describe, expect, it } from "vitest";
import { printMembers } from "./print-type.ts";

const NO_MODELS = { modelNames: [], retiredModelNames: [] };

describe("printMembers", () => {
  it("writes text, unit, range and default of a field into its hover text", () => {
    const duration = {
      type: "integer",
      description: "Length.",
      unit: "seconds",
      minimum: 3,
      maximum: 15,
      serviceDefault: 5,
    } as const;
    expect(printMembers({ type: "object", properties: { duration } }, NO_MODELS)).toBe(
      "  /** Length. In seconds. From 3 to 15. Default `5`. */\n  readonly duration?: number | undefined;",
    );
  });

  it("marks required fields and leaves out comments that would say nothing", () => {
    const schema = {
      type: "object",
      properties: { index: { type: "integer" } },
      required: ["index"],
    } as const;
    expect(printMembers({ ...schema, required: ["index"] }, NO_MODELS)).toBe("  readonly index: number;");
  });

  it("keeps model ids open and names the retired ones", () => {
    const properties = { model_name: { type: "string" } } as const;
    const text = printMembers(
      { type: "object", properties },
      { modelNames: ["kling-v3", "kling-v1"], retiredModelNames: ["kling-v1"] },
    );
    expect(text).toContain('readonly model_name?: "kling-v3" | "kling-v1" | (string & {}) | undefined;');
    expect(text).toContain("refuses kling-v1");
  });

  it("prints lists of alternatives, literals and several types at once", () => {
    const item = { type: "object", properties: { type: { const: "prompt" } }, required: ["type"] } as const;
    const properties = {
      contents: { type: "array", items: { anyOf: [{ ...item, required: ["type"] }, { type: "string" }] } },
      time: { type: ["number", "string"] },
    };
    const text = printMembers(JSON.parse(JSON.stringify({ type: "object", properties })), NO_MODELS);
    expect(text).toContain(
      'readonly contents?: readonly ({\n    readonly type: "prompt";\n  } | string)[] | undefined;',
    );
    expect(text).toContain("readonly time?: number | string | undefined;");
  });

  it("cannot be ended by a comment mark in a description", () => {
    const properties = { a: { type: "string", description: "*/ alert() /*" } } as const;
    expect(printMembers({ type: "object", properties }, NO_MODELS)).toContain("*\\/ alert()");
  });
});
