import { stat, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { createManualClock } from "./manual-clock.ts";
import { createSeededRandom } from "./seeded-random.ts";
import { createTempDir } from "./temp-dir.ts";

it("wakes sleepers in the order of their deadlines", async () => {
  const clock = createManualClock(0);
  const woken: string[] = [];
  const late = clock.sleep(20).then(() => woken.push(`late at ${clock.nowMs()}`));
  const early = clock.sleep(10).then(() => woken.push(`early at ${clock.nowMs()}`));
  await clock.advance(20);
  await Promise.all([late, early]);
  expect(woken).toEqual(["early at 10", "late at 20"]);
});

it("keeps a sleeper asleep until its deadline", async () => {
  const clock = createManualClock(0);
  void clock.sleep(11);
  await clock.advance(10);
  expect(clock.pending()).toBe(1);
});

it("rejects a sleep whose signal aborts and forgets it", async () => {
  const clock = createManualClock(0);
  const controller = new AbortController();
  const slept = clock.sleep(1000, controller.signal);
  controller.abort(new Error("enough"));
  await expect(slept).rejects.toThrow("enough");
  expect(clock.pending()).toBe(0);
});

it("repeats the numbers of a seed", () => {
  const numbers = (seed: number) => Array.from({ length: 5 }, createSeededRandom(seed));
  expect(numbers(7)).toEqual(numbers(7));
  expect(numbers(7)).not.toEqual(numbers(8));
  expect(numbers(7).every((value) => value >= 0 && value < 1)).toBe(true);
});

it("removes a temporary folder with its content", async () => {
  let path = "";
  {
    await using folder = await createTempDir();
    path = folder.path;
    await writeFile(folder.file("a.txt"), "a");
  }
  await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
});
