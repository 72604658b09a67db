import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { configPaths, ownerAsksForPerson } from "./owner-rule.ts";

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
  expect(ownerAsksForPerson([join(folder, "other.json"), path])).toBe(isAsked);
});

function refusalOf(path: string): unknown {
  try {
    return ownerAsksForPerson([path]);
  } catch (error) {
    return error;
  }
}

it("does not pass over a file that it cannot read, and quotes nothing of it", async () => {
  const path = join(folder, "config.json");
  await writeFile(path, 'api_key "kept-quiet"');
  const error = refusalOf(path);
  expect(error).toMatchObject({ code: "config_invalid", mayHaveCharged: "no" });
  expect(String(error)).toContain("it is not JSON. It may say who approves purchases.");
  expect(inspect(error, { depth: 9 })).not.toMatch(/api_k|kept-quiet/);
});

it("refuses a rule that it does not know, in the words of the command", async () => {
  const path = join(folder, "config.json");
  await writeFile(path, '{"profiles":{"default":{"approvals":"Person"}}}');
  const words = `Cannot read ${path}: its approvals are not one of any, person.`;
  expect(() => ownerAsksForPerson([path])).toThrow(words);
});

it("looks in places that no variable moves, and where the environment leads", () => {
  const paths = configPaths({ platform: "linux", env: { XDG_CONFIG_HOME: "/elsewhere" } });
  expect(paths[0]).toBe("/etc/klingkit/config.json");
  expect(paths.at(-1)).toBe("/elsewhere/klingkit/config.json");
  const own = configPaths({ platform: "linux", env: {} }).at(-1);
  expect(own).toBe(join(homedir(), ".config", "klingkit", "config.json"));
});
