import { writeFile } from "node:fs/promises";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";
import { asksForPerson, configPaths } from "./owner-rule.ts";

it.each([
  ["no file", undefined, false],
  ["a file that says nothing", '{"profiles":{}}', false],
  ["any approval", '{"profiles":{"default":{"approvals":"any"}}}', false],
  ["a person in any profile", '{"profiles":{"default":{},"work":{"approvals":"person"}}}', true],
])("with %s", async (_, text, isAsked) => {
  await using folder = await createTempDir();
  const path = folder.file("config.json");
  if (text !== undefined) await writeFile(path, text);
  expect(asksForPerson([folder.file("other.json"), path])).toBe(isAsked);
});

it("does not pass over a file that it cannot read", async () => {
  await using folder = await createTempDir();
  await writeFile(folder.file("config.json"), '{"profiles":');
  expect(() => asksForPerson([folder.file("config.json")])).toThrow("may say who approves purchases");
});

it("looks in places that no variable moves, and where the environment leads", () => {
  const paths = configPaths({ platform: "linux", env: { XDG_CONFIG_HOME: "/elsewhere" } });
  expect(paths[0]).toBe("/etc/klingkit/config.json");
  expect(paths.at(-1)).toBe("/elsewhere/klingkit/config.json");
});
