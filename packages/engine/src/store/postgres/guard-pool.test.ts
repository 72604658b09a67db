import type { PostgresPoolClient } from "kysely";
import { expect, it } from "vitest";
import { isConnectionLoss } from "./connection-loss.ts";
import { guardPool } from "./guard-pool.ts";

/** A server that takes connections and answers nothing; keeps what it was asked, and how each connection came back. */
function createSilentPool() {
  const released: (boolean | undefined)[] = [];
  const asked: string[] = [];
  const query = (text: string) => {
    asked.push(text);
    return new Promise<never>(() => undefined);
  };
  const client: PostgresPoolClient = {
    // Its form with a cursor is not used.
    query: query as unknown as PostgresPoolClient["query"],
    release: (destroy) => released.push(destroy === true),
  };
  const connect = () => {
    asked.push("connect");
    return Promise.resolve(client);
  };
  const pool = { options: {}, connect, end: () => Promise.resolve() };
  return { pool, released, asked };
}

const HOURS_MS = 3_600_000;
const failureOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

it("gives a query up that is not answered in time, and destroys its connection", async () => {
  const { pool, released } = createSilentPool();
  const client = await guardPool(pool, { queryTimeoutMs: 5 }).connect();
  const failure = await failureOf(client.query("select 1", []));
  expect(isConnectionLoss(failure)).toBe(true);
  client.release();
  expect(released).toEqual([true]);
});

it("asks nothing more over a connection that was silent", async () => {
  const { pool, asked } = createSilentPool();
  const client = await guardPool(pool, { queryTimeoutMs: 5 }).connect();
  await failureOf(client.query("commit", []));
  expect(isConnectionLoss(await failureOf(client.query("rollback", [])))).toBe(true);
  expect(asked).toEqual(["connect", "commit"]);
});

it("waits shortly in a hurry, for what was asked before and for what is asked then", async () => {
  const { pool } = createSilentPool();
  const guarded = guardPool(pool, { queryTimeoutMs: HOURS_MS, hurriedTimeoutMs: 5 });
  const before = failureOf((await guarded.connect()).query("select 1", []));
  guarded.hurry();
  const after = failureOf((await guarded.connect()).query("select 2", []));
  expect((await Promise.all([before, after])).map(isConnectionLoss)).toEqual([true, true]);
});

it("hands a connection back that came after nobody waited for it", async () => {
  const { pool, released } = createSilentPool();
  let arrive: (client: PostgresPoolClient) => void = () => undefined;
  const connecting = new Promise<PostgresPoolClient>((resolve) => {
    arrive = resolve;
  });
  const guarded = guardPool({ ...pool, connect: () => connecting }, { queryTimeoutMs: 5 });
  expect(isConnectionLoss(await failureOf(guarded.connect()))).toBe(true);
  arrive(await pool.connect());
  await connecting;
  await Promise.resolve();
  expect(released).toEqual([false]);
});

it("asks nothing more in a hurry once an answer was overdue", async () => {
  const { pool, asked } = createSilentPool();
  const guarded = guardPool(pool, { queryTimeoutMs: HOURS_MS, hurriedTimeoutMs: 5 });
  guarded.hurry();
  const client = await guarded.connect();
  await failureOf(client.query("select 1", []));
  const failures = await Promise.all([guarded.connect(), client.query("select 2", [])].map(failureOf));
  expect(failures.map(isConnectionLoss)).toEqual([true, true]);
  expect(asked).toEqual(["connect", "select 1"]);
});
