import { spawn } from "node:child_process";
import { once } from "node:events";
import { hostname } from "node:os";
import { createManualClock, createTempDir } from "@klingkit/testkit";
import { createKling } from "klingkit";
import { expect, it } from "vitest";
import { createContexts } from "../engine/engine-options.ts";
import { openJobClient } from "../engine/job-client.ts";
import { createKlingProvider } from "../provider/kling-provider.ts";
import { openSqliteStore } from "../store/sqlite/open-sqlite-store.ts";
import { maintain } from "./maintain.ts";
import { processNamespace } from "./process-namespace.ts";

/** Number of a process that has ended. */
async function pastPid(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid ?? 0;
}

/** Nobody listens there, and nothing is sent. */
const provider = createKlingProvider({
  kling: createKling({ apiKey: "api-key-kling-maintain", baseUrl: "http://127.0.0.1:9" }),
  hasApiKey: true,
});

/** Which of the workers are left after a round of ours, half a lease after theirs. A reader sees the same ones before. */
async function survivors(workers: readonly { id: string; host: string; pid: number }[]) {
  await using folder = await createTempDir("klingkit-maintain-");
  const store = await openSqliteStore(folder.file("jobs.sqlite"));
  try {
    const clock = createManualClock();
    const contexts = createContexts({
      store,
      providers: [provider],
      clock,
      loadImage: () => Promise.reject(new Error("no images")),
      outputDir: folder.path,
    });
    const [context] = contexts;
    const lease_until = clock.nowMs() + context.timing.leaseMs / 2;
    await store.write((db) =>
      db
        .insertInto("worker")
        .values(workers.map((worker) => ({ ...worker, lease_until })))
        .execute(),
    );
    const seen = await openJobClient(store, { clock }).workers();
    await maintain(contexts);
    const rows = await store.reader.selectFrom("worker").select("id").orderBy("id").execute();
    const left = rows.map(({ id }) => id).filter((id) => id !== context.owner);
    expect(seen.toSorted()).toEqual(left);
    return left;
  } finally {
    await store.close();
  }
}

it("dismisses at once a process whose number can be seen from here and is gone", async () => {
  const workers = [
    { id: "gone", host: processNamespace(), pid: await pastPid() },
    { id: "lives", host: processNamespace(), pid: process.pid },
  ];
  expect(await survivors(workers)).toEqual(["lives"]);
});

it("believes the lease of a process that it cannot see, such as in another container with the same hostname", async () => {
  const pid = await pastPid();
  const workers = [
    { id: "another container", host: `${hostname()} boot pid:[1]`, pid },
    { id: "another machine", host: "elsewhere", pid },
  ];
  expect(await survivors(workers)).toEqual(["another container", "another machine"]);
});

it.runIf(process.platform === "linux")("names boot and namespace on Linux", () => {
  expect(processNamespace()).toMatch(/ [0-9a-f-]{36} pid:\[\d+\]$/);
});
