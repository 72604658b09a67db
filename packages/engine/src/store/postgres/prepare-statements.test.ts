import { createStoreAddress } from "@klingkit/testkit";
import { sql } from "kysely";
import { expect, inject, it } from "vitest";
import { isPassing } from "../store-error.ts";
import { openPostgresStore } from "./open-postgres-store.ts";

it.runIf(inject("postgresUrl") !== "")(
  "goes on when another program has changed a table under a prepared statement",
  async () => {
    await using place = await createStoreAddress(inject("postgresUrl"));
    const store = await openPostgresStore(place.address);
    const read = () =>
      store.write((db) => db.selectFrom("worker").selectAll().where("pid", "=", 1).execute());
    for (let times = 0; times < 3; times += 1) expect(await read()).toEqual([]);
    await store.write((db) => sql`alter table worker add column note text`.execute(db));
    const failure = await read().catch((error: unknown) => error);
    expect(isPassing(failure)).toBe(true);
    expect(await read()).toEqual([]);
    await store.close();
  },
);
