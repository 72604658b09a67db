import { describe, expect, it } from "vitest";
import { findBrokenImports } from "./check-imports.ts";

const find = (path: string, text: string) => findBrokenImports([{ path, text }]);

describe("findBrokenImports", () => {
  it.for([
    'import { startEmulator } from "@klingkit/emulator";',
    'import {\n  startEmulator,\n  type Clock,\n} from "@klingkit/emulator";',
    'import "@klingkit/emulator";',
    'export { startEmulator } from "@klingkit/emulator";',
  ])("refuses in the cli: %s", (text) => {
    expect(find("packages/cli/src/demo.ts", text)).toHaveLength(1);
  });

  it.for([
    'import type { Emulator } from "@klingkit/emulator";',
    'const { startEmulator } = await import("@klingkit/emulator");',
    'import { compile } from "@klingkit/spec";',
  ])("accepts in the cli: %s", (text) => {
    expect(find("packages/cli/src/demo.ts", text)).toEqual([]);
  });

  it("lets the other packages and tests import as they like", () => {
    const text = 'import { startEmulator } from "@klingkit/emulator";';
    expect(find("packages/testkit/src/start.ts", text)).toEqual([]);
    expect(find("packages/cli/src/demo.test.ts", text)).toEqual([]);
  });

  it.for([
    ["packages/cli/src/a.ts", 'if (service === "higgsfield") buy();'],
    ["packages/engine/src/plan/a.ts", "const isOther = service !== KLING;"],
    ["packages/cli/src/a.ts", 'switch (name) { case "kling": }'],
  ] as const)("refuses to ask for a service by name in %s: %s", ([path, text]) => {
    expect(find(path, text)).toEqual([expect.stringContaining("registry of services")]);
  });

  it.for([
    ["packages/sdk/src/kling/status.ts", "if (service === KLING) return;"],
    ["packages/cli/src/jobs/higgsfield-service.ts", 'if (name === "higgsfield") return;'],
    ["packages/emulator/src/emulator.ts", 'switch (name) { case "kling": }'],
    ["packages/cli/src/a.test.ts", 'expect(name === "kling").toBe(true);'],
    ["packages/cli/src/a.ts", 'const ROWS = { kling, higgsfield: "higgsfield" };'],
  ] as const)("lets %s know its service: %s", ([path, text]) => {
    expect(find(path, text)).toEqual([]);
  });

  it("refuses a relative path into another package, types included", () => {
    const text = 'import type { Issue } from "../../spec/src/issue.ts";';
    expect(find("packages/sdk/src/a.ts", text)).toEqual([expect.stringContaining("leaves packages/sdk")]);
    expect(find("packages/sdk/src/media/a.ts", 'import { b } from "../kling/b.ts";')).toEqual([]);
  });

  it.for([
    ["packages/sdk/src/core/a.ts", 'import { b } from "../kling/b.ts";'],
    ["packages/sdk/src/core/errors/a.ts", 'import type { B } from "../../kling/b.ts";'],
    ["packages/sdk/src/core/a.ts", 'import type { Operation } from "@klingkit/spec";'],
    ["packages/sdk/src/core/a.ts", 'export { MODELS } from "@klingkit/spec/plain";'],
    ["packages/spec/src/operation/a.ts", 'import type { FamilyId } from "../kling/families/families.ts";'],
    ["packages/spec/src/core.ts", 'export { poolOf } from "./higgsfield/pools.ts";'],
  ] as const)("refuses a service in %s: %s", ([path, text]) => {
    expect(find(path, text)).toEqual([expect.stringContaining("knows no service")]);
  });

  it("refuses a service that comes through another file, and shows the way", () => {
    const sources = [
      { path: "packages/sdk/src/core/a.ts", text: 'import { b } from "../b.ts";' },
      { path: "packages/sdk/src/b.ts", text: 'import { c } from "./kling/c.ts";' },
    ];
    expect(findBrokenImports(sources)).toEqual([
      expect.stringContaining(
        "packages/sdk/src/core/a.ts -> packages/sdk/src/b.ts -> packages/sdk/src/kling/c.ts",
      ),
    ]);
  });

  it("lets neutral files import each other and the neutral entry, and their tests a service", () => {
    expect(find("packages/sdk/src/core/a.ts", 'import type { Issue } from "@klingkit/spec/core";')).toEqual(
      [],
    );
    expect(find("packages/sdk/src/core/a.ts", 'import { b } from "./errors/b.ts";')).toEqual([]);
    expect(find("packages/sdk/src/core/a.test.ts", 'import { MODELS } from "@klingkit/spec";')).toEqual([]);
    expect(find("packages/sdk/src/kling/a.ts", 'import { MODELS } from "@klingkit/spec";')).toEqual([]);
  });
});
