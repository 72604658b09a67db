import { readFile } from "node:fs/promises";
import { JOB_STATES, REST_STATES } from "@klingkit/engine";
import { openPostgresStore } from "@klingkit/engine/postgres";
import { CompiledQuery } from "kysely";
import { expect, inject, it } from "vitest";
import { openShop } from "./support/shop.ts";

const page = await readFile("docs/operate/postgresql.md", "utf8");
const section = /## Query for dashboards\n[\s\S]*?\n## /.exec(page)?.[0] ?? "";
const [unfinished = "", perDay = "", oldest = ""] = [...section.matchAll(/```sql\n([\s\S]*?);\n```/g)].map(
  ([, text = ""]) => text,
);

it("names the states of unfinished jobs as the engine has them", () => {
  const named = [...(/state in \(([^)]*)\)/.exec(unfinished)?.[1]?.matchAll(/'(\w+)'/g) ?? [])].map(
    ([, state]) => state,
  );
  const open = JOB_STATES.filter((state) => !REST_STATES.includes(state) && state !== "planned");
  expect(named.toSorted()).toEqual([...open].toSorted());
});

it.skipIf(inject("postgresUrl") === "")("each query of the page runs, and shows what is there", async () => {
  await using shop = await openShop();
  await shop.writeBatch(2);
  await shop.kling("run batch.yaml");
  await shop.kling("run batch.yaml --again --detach");
  const store = await openPostgresStore(shop.address);
  const schema = new URL(shop.address).searchParams.get("schema") ?? "";
  const read = async (text: string) =>
    (await store.reader.executeQuery(CompiledQuery.raw(text.replaceAll("klingkit.", `${schema}.`)))).rows;
  try {
    expect(await read(unfinished)).toMatchObject([{ state: "approved", waits_for: null }]);
    expect(await read(perDay)).toMatchObject([
      { account: expect.stringMatching(/^emulator/), unit: "video" },
    ]);
    expect(await read(oldest)).toMatchObject([{ account: expect.stringMatching(/^emulator/) }, {}]);
    const rows = [...section.matchAll(/^\| `(job|ledger)` \| (`[^|]*`) \|/gm)];
    expect(rows.length).toBeGreaterThan(4);
    for (const [, table = "", columns = ""] of rows)
      await read(`select ${columns.replaceAll("`", "")} from klingkit.${table}`);
  } finally {
    await store.close();
  }
});
