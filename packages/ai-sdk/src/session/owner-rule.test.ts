import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { asksForPerson, configPaths } from "./owner-rule.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "klingkit-owner-"));
});
afterEach(() => rm(folder, { recursive: true }));

it.each([
  ["no file", undefined, false],
  ["a file that says nothing", '{"profiles":{}}', false],
  ["any approval", '{"profiles":{"default":{"approvals":"any"}}}', false],
  ["a person in any profile", '{"profiles":{"default":{},"work":{"approvals":"person"}}}', true],
])("with %s", async (_, text, isAsked) => {
  const path = join(folder, "config.json");
  if (text !== undefined) await writeFile(path, text);
  expect(asksForPerson([join(folder, "other.json"), path])).toBe(isAsked);
});

it("does not pass over a file that it cannot read", async () => {
  const path = join(folder, "config.json");
  await writeFile(path, '{"profiles":');
  expect(() => asksForPerson([path])).toThrow("may say who approves purchases");
});

it("looks in places that no variable moves, and where the environment leads", () => {
  const paths = configPaths({ platform: "linux", env: { XDG_CONFIG_HOME: "/elsewhere" } });
  expect(paths[0]).toBe("/etc/klingkit/config.json");
  expect(paths.at(-1)).toBe("/elsewhere/klingkit/config.json");
});
