import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { createWorld, noFiles, planOf } from "./support/world.ts";

it("a store that is closed under a running engine ends the run with an error that its caller gets", async () => {
  await using world = await createWorld();
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const downloading = Promise.withResolvers<void>();
  const downloaded = Promise.withResolvers<void>();
  const engine = await world.openEngine({
    collector: async (request) => {
      downloading.resolve();
      await downloaded.promise;
      return noFiles(request);
    },
  });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  const run = engine.run().then(
    () => "ended",
    (error: unknown) => error,
  );
  await world.clock.drive(downloading.promise);
  // The loop sleeps until the next poll, while the step ends.
  await sleep(20);
  await world.stores[0]?.close();
  downloaded.resolve();
  await sleep(20);
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
  expect(await world.clock.drive(run)).toMatchObject({ code: "store_closed" });
});
