/**
 * Keeps V8's young generation at its first size for the rest of this process. By default it doubles whenever many
 * objects survive, as they do while thousands of jobs are planned, and a process that then only waits never shrinks
 * it. It costs no measurable CPU time. Loaded on demand: `node:v8` takes some ms to load.
 */
export async function keepHeapSmall(): Promise<void> {
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--semi-space-growth-factor=1");
}

/** Collects garbage and gives freed pages back to the system, which V8 otherwise keeps for hours of waiting. */
export async function returnFreedMemory(): Promise<void> {
  const [{ setFlagsFromString }, { runInNewContext }] = await Promise.all([
    import("node:v8"),
    import("node:vm"),
  ]);
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as NodeJS.GCFunction;
  // Only this flavor empties the pool of freed pages.
  await collect({ type: "major", execution: "async", flavor: "last-resort" });
}
