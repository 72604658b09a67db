import { expect, test } from "vitest";
import { resumeCommand } from "./next-commands.ts";

test("a run that stopped at a limit is resumed within it", () => {
  expect(resumeCommand({ store: "a.sqlite", policy: "my limits.json" }, "b1")).toBe(
    "kling resume b1 --store a.sqlite --policy 'my limits.json'",
  );
});
