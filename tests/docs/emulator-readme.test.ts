import { readFileSync } from "node:fs";
import { createTestEmulator } from "@klingkit/testkit";
import { expect, test } from "vitest";

const README = readFileSync("packages/emulator/README.md", "utf8");
/** Rows of the table of control: what is called in process, and over HTTP. */
const ROWS = [...README.matchAll(/^\| (`\w+[(`].*) \| (`(?:GET|POST|PUT|PATCH|DELETE)\b.*) \|$/gm)];

/** `PUT`, `DELETE`, `GET /_emulator/faults` are three requests to one path. */
function requestsOf(cell: string): readonly (readonly [method: string, path: string])[] {
  let methods: string[] = [];
  const found: (readonly [string, string])[] = [];
  for (const [, method = "", path] of cell.matchAll(
    /`(GET|POST|PUT|PATCH|DELETE)(?: (?:\/_emulator)?(\/[^`]*))?`/g,
  )) {
    methods.push(method);
    if (path === undefined) continue;
    for (const one of methods) found.push([one, path]);
    methods = [];
  }
  return found;
}

const REQUESTS = ROWS.flatMap(([, , cell = ""]) => requestsOf(cell));

test("the README's table of control is read whole", () => {
  expect(ROWS.length).toBeGreaterThan(6);
  expect(REQUESTS).toContainEqual(["DELETE", "/faults"]);
});

test.each(REQUESTS)("%s %s of the README is there", async (method, path) => {
  await using emulator = await createTestEmulator();
  const { body } = await emulator.call(
    method,
    `/_emulator${path.replace("{id}", "1")}`,
    method === "GET" ? undefined : {},
  );
  const code = JSON.stringify(body);
  expect(code).not.toContain("method_not_allowed");
  expect(code).not.toContain("There is no");
});

test.each(
  ROWS.flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)/g)].map(([, name = ""]) => [name] as const)),
)("control.%s of the README is there", async (name) => {
  await using emulator = await createTestEmulator();
  expect(emulator.control).toHaveProperty(name, expect.any(Function));
});
