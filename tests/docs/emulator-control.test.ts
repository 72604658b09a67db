import { readFileSync } from "node:fs";
import { createTestEmulator } from "@klingkit/testkit";
import { expect, test } from "vitest";

const PAGE = readFileSync("docs/reference/emulator-control.md", "utf8");
/** Rows of the table of requests: over HTTP, and what is called in process. */
const ROWS = [
  ...PAGE.matchAll(/^\| `(GET|POST|PUT|PATCH|DELETE) (\/_emulator\/\S*)` \| (?:`(\w+)\(.*?\)`|–) \|/gm),
].map(([, method = "", path = "", name]) => ({ method, path, name }));
const NAMES = ROWS.flatMap(({ name }) => name ?? []);

test("the table of requests is read whole", () => {
  expect(ROWS.length).toBe(PAGE.match(/^\| `\w+ \/_emulator/gm)?.length);
  expect(NAMES).toContain("sendTestCallback");
});

test.each(ROWS)("$method $path of the page exists", async ({ method, path }) => {
  await using emulator = await createTestEmulator();
  const { body } = await emulator.call(method, path.replace(":id", "1"), method === "GET" ? undefined : {});
  const code = JSON.stringify(body);
  expect(code).not.toContain("method_not_allowed");
  expect(code).not.toContain("There is no");
});

test("the page names what info has", async () => {
  await using emulator = await createTestEmulator();
  const [, means = ""] = /^\| `GET \/_emulator\/info` \| – \| (.*?) \|/m.exec(PAGE) ?? [];
  const named = [...means.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  const { body } = await emulator.call("GET", "/_emulator/info?task=1");
  expect(named.toSorted()).toEqual(Object.keys(body as object).toSorted());
});

test("the page has every method of control, and no other", async () => {
  await using emulator = await createTestEmulator();
  expect([...NAMES].sort()).toEqual(Object.keys(emulator.control).sort());
});
