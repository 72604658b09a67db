import { openPostgresStore } from "@klingkit/engine";
import type { PostgresPool } from "kysely";
import { expect, it } from "vitest";
import { createStoreSite, type During, storeKind } from "./support/stores.ts";
import { createWorld, noFiles, planOf } from "./support/world.ts";

const COUNT = 60;
/** Statements that put an accepted task, an end, or a result on record: alone, a job takes five of them. */
const RECORD = /^(update "?job"? .*"(accepted_at|ended_at|file_path)" =|insert into "result")/s;
const MOST_PER_JOB = 1.5;

interface Watch {
  readonly during: During;
  readonly onRecord: () => void;
}

/** Tells of every statement that puts an answer on record. */
function watchRecords(pool: PostgresPool, { during, onRecord }: Watch): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await during(pool.connect());
      const query = (text: string, parameters: readonly unknown[]) => {
        if (RECORD.test(text)) onRecord();
        return during(client.query(text, parameters));
      };
      // Of its two forms the one with a cursor is for streams, which no store uses.
      return { query: query as typeof client.query, release: (destroy) => client.release(destroy) };
    },
  };
}

it.runIf(storeKind() === "postgres")(
  "shares statements between jobs that get their answers together",
  async () => {
    await using world = await createWorld({ emulator: { concurrency: COUNT } });
    await using site = await createStoreSite();
    let records = 0;
    const onRecord = () => {
      records += 1;
    };
    const store = await openPostgresStore(site.address, {
      wrapPool: (pool) => watchRecords(pool, { during: world.clock.during, onRecord }),
    });
    world.stores.push(store);
    const engine = await world.openEngine({ store, collector: noFiles, slots: { quota: COUNT } });
    await world.clock.drive(engine.enqueue(await planOf(COUNT)));
    records = 0;
    const { counts } = await world.run(engine);
    expect(counts).toEqual({ collected: COUNT });
    expect(records / COUNT).toBeLessThan(MOST_PER_JOB);
  },
);
