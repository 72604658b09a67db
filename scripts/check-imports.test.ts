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

  it("refuses a relative path into another package, types included", () => {
    const text = 'import type { Issue } from "../../spec/src/issue.ts";';
    expect(find("packages/sdk/src/a.ts", text)).toEqual([expect.stringContaining("leaves packages/sdk")]);
    expect(find("packages/sdk/src/core/a.ts", 'import { b } from "../kling/b.ts";')).toEqual([]);
  });
});
