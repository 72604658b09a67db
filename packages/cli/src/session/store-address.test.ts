import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";
import { storeAddress } from "./store-address.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]");
});
afterEach(() => bench.close());

/** Nobody listens on port 1 of this machine. */
const AWAY = "postgres://ada:hunter2@127.0.0.1:1/videos?schema=team_a";

test("takes the flag, then the variable, then the data folder of the system", () => {
  const deps = { env: { HOME: "/users/ada", KLING_STORE: AWAY }, cwd: "/srv/videos", platform: "linux" };
  expect(storeAddress(deps, { store: "jobs.sqlite" })).toEqual({
    kind: "sqlite",
    path: "/srv/videos/jobs.sqlite",
  });
  expect(storeAddress(deps, {})).toEqual({ kind: "postgres", url: AWAY });
  const path = "/users/ada/.local/share/klingkit/jobs.sqlite";
  expect(storeAddress({ ...deps, env: { HOME: "/users/ada" } }, {})).toEqual({ kind: "sqlite", path });
});

test.each([
  "approve b.yaml",
  "run b.yaml",
  "run b.yaml --detach",
  "run b.yaml --emulated",
  "resume",
  "jobs",
  "jobs show j1",
  "jobs cancel j1",
  "jobs review j1 --not-bought",
  "jobs retry j1",
  "jobs adopt j1 t1",
  "ledger",
  "budget",
])("`kling %s` names a database that cannot be reached, without its password", async (line) => {
  const { error, exitCode, stdout, stderr } = await bench.run(`${line} --store ${AWAY}`);
  expect({ code: error["code"], exitCode }).toEqual({ code: "store_unreachable", exitCode: 1 });
  expect(error["message"]).toContain("127.0.0.1:1/videos");
  expect(`${stdout}${stderr}`).not.toContain("hunter2");
  expect(bench.requests.filter((request) => request.startsWith("POST"))).toEqual([]);
});

test.each([
  ["an address where a command belongs", ["jobs", AWAY]],
  ["an address where a file belongs", ["plan", AWAY]],
  [
    "an address with a bare slash in its password",
    ["jobs", "--store", "postgres://ada:12/hunter2@db/videos"],
  ],
  ["an address of another kind of database", ["jobs", "--store", "mysql://ada:hunter2@db/videos"]],
  ["a schema that cannot be one", ["jobs", "--store", "postgres://ada:hunter2@db/videos?schema=A-B"]],
])("never repeats a password: %s", async (_, line) => {
  const { exitCode, stdout, stderr } = await bench.run(line);
  expect(exitCode).toBe(2);
  expect(`${stdout}${stderr}`).not.toContain("hunter2");
  expect(await bench.files()).toEqual(["b.yaml"]);
});

test.each(["mysql://ada:hunter2@db/videos", "file:///srv/jobs.sqlite", "postgres+ssl://db/videos"])(
  "takes %s for no file",
  (store) => {
    const deps = { env: {}, cwd: "/srv", platform: "linux" };
    expect(() => storeAddress(deps, { store })).toThrow(
      expect.objectContaining({ code: "store_address_invalid", exitCode: 2 }),
    );
  },
);

test.each([
  ["a text", "b.yaml"],
  ["a place below a file", "b.yaml/jobs.sqlite"],
  ["a folder", "."],
])("names %s that cannot be the store, and what to do", async (_, store) => {
  const { exitCode, error } = await bench.run(`jobs --store ${store}`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "store_unreadable" });
  expect(error["message"]).toMatch(new RegExp(`^The store ${join(bench.folder, store)} cannot be used`));
});
