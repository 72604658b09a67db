import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench.close());

test.each([
  ["plan", "--json [fields]"],
  ["jobs show", "--json [fields]"],
  ["video create-from-text", "--json [fields]"],
  // It prints a line for each event.
  ["run", "--json"],
])("help of `kling %s` shows what `%s` takes", async (command, term) => {
  const { stdout } = await bench.run(`${command} --help`, { isTty: true, env: { NO_COLOR: "1" } });
  expect(/^ {2}(--json(?: \[fields\])?) /m.exec(stdout)?.[1]).toBe(term);
});
