import { copyFile } from "node:fs/promises";
import { openEventLog, openSqliteStore, type TaskEvent } from "@klingkit/engine";
import { describe, expect, it } from "vitest";
import { storeKind } from "./support/stores.ts";
import { createWorld, noFiles, planOf } from "./support/world.ts";

/** A store whose copy knows one video. Then it bought `lost`, was put back from the copy, and bought `next`. */
async function createRestoredStore() {
  const world = await createWorld();
  const [path, copy] = [world.folder.file("jobs.sqlite"), world.folder.file("copy.sqlite")];

  /** All events of the store, once a video was bought. */
  async function buy(purpose: string): Promise<readonly TaskEvent[]> {
    const store = await openSqliteStore(path);
    const engine = await world.openEngine({ store, collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(1, "kling-2.5-turbo", purpose)));
    await world.run(engine);
    const events = await (await openEventLog(store)).list();
    await store.close();
    return events;
  }

  const kept = await buy("kept");
  await copyFile(path, copy);
  const before = await buy("lost");
  await copyFile(copy, path);
  await world.clock.pass(60_000);
  const after = await buy("next");
  const store = await openSqliteStore(path);
  return {
    kept,
    before,
    after,
    log: await openEventLog(store),
    async [Symbol.asyncDispose]() {
      await store.close();
      await world[Symbol.asyncDispose]();
    },
  };
}

const idsOf = (events: readonly TaskEvent[]) => events.map(({ id }) => id);
const isOf =
  (purpose: string) =>
  ({ data }: TaskEvent) =>
    data.job.purpose === purpose;

const notFound = (message = "") => ({ code: "event_not_found", message: expect.stringContaining(message) });

describe.skipIf(storeKind() === "postgres")("events of a restored copy", () => {
  it("keep the IDs that they had, and no ID names another event than before", async () => {
    await using restored = await createRestoredStore();
    const { kept, before, after } = restored;
    expect(idsOf(after.filter(isOf("kept")))).toEqual(idsOf(kept));
    const next = after.filter(isOf("next"));
    expect(next).toHaveLength(4);
    expect(idsOf(next).filter((id) => idsOf(before).includes(id))).toEqual([]);
    const seqOf = (id: string) => id.split("_")[2];
    expect(idsOf(next).map(seqOf)).toEqual(idsOf(before.filter(isOf("lost"))).map(seqOf));
  });

  it("are not found under the ID of an event that the copy lost, and say what has its number", async () => {
    await using restored = await createRestoredStore();
    const { before, after, log } = restored;
    const [lost = "", next = ""] = [idsOf(before)[0], idsOf(after)[0]];
    const message = `its number is now that of ${next}, as after a restore.`;
    await expect(log.get(lost)).rejects.toMatchObject(notFound(message));
    await expect(log.waiting(lost)).rejects.toMatchObject(notFound());
    await expect(log.settle(lost, "x")).rejects.toMatchObject(notFound());
    await expect(log.sinceEvent(lost)).rejects.toMatchObject(notFound());
    await expect(log.list({ beforeId: lost })).rejects.toMatchObject(notFound());
    expect((await log.get(next)).id).toBe(next);
  });

  it("are found under the IDs of earlier builds, which have no time", async () => {
    await using restored = await createRestoredStore();
    const { kept, log } = restored;
    const [id = ""] = idsOf(kept);
    expect(await log.get(id.replace(/_[^_]+$/, ""))).toEqual(kept[0]);
    await expect(log.get(id.replace(/\d+_[^_]+$/, "999999"))).rejects.toMatchObject(notFound());
  });
});
