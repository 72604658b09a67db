import { openJobClient } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, noFiles, planOf } from "./support/world.ts";

/** More than the parameters that a statement of SQLite may have (32,766); twice as many exceed PostgreSQL's 65,535. */
const STRANGERS = 70_000;

const among = (...own: readonly string[]): readonly string[] => [
  ...Array.from({ length: STRANGERS }, (_, at) => `stranger-${at}`),
  ...own,
];

it("finds what it is asked for in lists of any length, in each query that takes one", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const plan = await planOf(2);
  const made = await world.clock.drive(engine.enqueue(plan));
  if (made.kind !== "accepted") throw new Error(made.kind);
  await world.run(engine);
  const [first = ""] = made.jobIds;
  const retried = await world.clock.drive(engine.retry(first));
  const { taskId = "", externalId = "", account } = await engine.job(first);
  const jobs = openJobClient(await world.openStore(), { clock: world.clock });
  const idsOf = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);
  expect(idsOf(await jobs.jobs({ ids: among(...made.jobIds) }))).toEqual([...made.jobIds].toReversed());
  expect(idsOf(await jobs.jobNames({ taskIds: among(taskId) }))).toEqual([first]);
  expect(idsOf(await jobs.jobNames({ externalIds: among(externalId) }))).toEqual([first]);
  expect(idsOf(await jobs.jobNames({ retryOf: among(first) }))).toEqual(
    retried.kind === "accepted" ? retried.jobIds : [],
  );
  expect(await jobs.jobNames({ planHashes: among(...plan.jobs.map(({ hash }) => hash)) })).toHaveLength(3);
  expect(idsOf(await jobs.jobNames({ besides: among(first) }))).toEqual(made.jobIds.slice(1));
  expect((await jobs.planned(among(first))).size).toBe(1);
  expect((await jobs.prompts(among(first))).size).toBe(1);
  expect((await jobs.assets(among(first))).size).toBeLessThanOrEqual(1);
  expect(await jobs.charges({ provider: "kling", account, taskIds: among(taskId) })).toMatchObject([
    { jobId: first, taskId },
  ]);
  const entries = await jobs.ledger({ jobId: first });
  expect(await jobs.ledger({ jobIds: among(first) })).toEqual(entries);
  expect((await jobs.ledger({ jobIds: among(...made.jobIds), limit: 1 }))[0]?.job_id).toBe(made.jobIds[1]);
  expect(await jobs.sums({ jobIds: among(first) })).toEqual(await jobs.sums({ jobId: first }));
  expect(await jobs.jobsSpending({ jobIds: among(first) })).toMatchObject([
    { account, total: await jobs.sums({ jobId: first }) },
  ]);
  await engine.catchUp(among(first));
  expect(await engine.refetchGone(among(first))).toEqual([first]);
});

it("finds nothing in empty lists, and everything beside them", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await world.clock.drive(engine.enqueue(await planOf(2)));
  const jobs = openJobClient(await world.openStore(), { clock: world.clock });
  for (const query of ["ids", "taskIds", "externalIds", "retryOf", "planHashes", "states", "besides"])
    expect([query, await jobs.jobNames({ [query]: [] })]).toEqual([query, []]);
  expect(await jobs.jobNames({ accounts: [] })).toEqual([]);
  expect(await jobs.charges({ provider: "kling", taskIds: [] })).toEqual([]);
  expect(await jobs.ledger({ jobIds: [] })).toEqual([]);
  await engine.catchUp([]);
  expect(await engine.refetchGone([])).toEqual([]);
  expect(await world.run(engine)).toMatchObject({ counts: { collected: 2 } });
});
