import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** A process of its own: what is set stays set. Prints JSON. */
function inNewProcess(script: string): unknown {
  const heap = new URL("./heap.ts", import.meta.url).href;
  const source = `
    import { getHeapSpaceStatistics } from "node:v8";
    import { keepHeapSmall, returnFreedMemory } from ${JSON.stringify(heap)};
    const youngBytes = () => getHeapSpaceStatistics().find((space) => space.space_name === "new_space").space_size;
    const makeObjects = (count) => Array.from({ length: count }, (_, at) => ({ at, text: "take " + at }));
    ${script}`;
  return JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "-e", source], { encoding: "utf8" }),
  );
}

test("the young generation does not grow with what survives", () => {
  const growth =
    "const kept = makeObjects(4e5); console.log(JSON.stringify(youngBytes() + 0 * kept.length));";
  const usual = Number(inNewProcess(growth));
  const small = Number(inNewProcess(`await keepHeapSmall(); ${growth}`));
  expect(small).toBeLessThan(usual / 4);
});

test("freed memory goes back to the system", () => {
  const [before, after] = inNewProcess(`
    let kept = makeObjects(4e5);
    const before = process.memoryUsage.rss();
    kept = undefined;
    await returnFreedMemory();
    console.log(JSON.stringify([before, process.memoryUsage.rss()]));`) as [number, number];
  expect(after).toBeLessThan(before * 0.8);
});
