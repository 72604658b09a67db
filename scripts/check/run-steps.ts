import type { Step, StepOutcome, StepResult } from "./step.ts";

/** Steps that run at the same time: what two cores carry beside vitest's own workers. */
const LANES = 2;

/** Runs all steps, in order as far as their needs allow, and reports each one when it ends. */
export async function runSteps(steps: readonly Step[], print: (line: string) => void): Promise<StepResult[]> {
  const waiting = [...steps];
  const results = new Map<string, StepResult>();
  const running = new Set<Promise<void>>();
  while (waiting.length > 0 || running.size > 0) {
    const next = running.size < LANES ? takeReady(waiting, results) : undefined;
    if (next === undefined) {
      await Promise.race(running);
      continue;
    }
    const work: Promise<void> = runStep(next, results).then((result) => {
      results.set(next.name, result);
      print(describe(result));
      running.delete(work);
    });
    running.add(work);
  }
  return [...results.values()];
}

function takeReady(waiting: Step[], results: ReadonlyMap<string, StepResult>): Step | undefined {
  const index = waiting.findIndex(({ needs, after }) =>
    [needs, after].every((name) => name === undefined || results.has(name)),
  );
  return index === -1 ? undefined : waiting.splice(index, 1)[0];
}

async function runStep(step: Step, results: ReadonlyMap<string, StepResult>): Promise<StepResult> {
  const { name, needs } = step;
  if (needs !== undefined && results.get(needs)?.state !== "ok") {
    return {
      name,
      state: "skipped",
      isOk: false,
      output: "",
      note: `because "${needs}" failed`,
      elapsedMs: 0,
    };
  }
  const startedAtMs = performance.now();
  const outcome = await runSafely(step);
  const elapsedMs = performance.now() - startedAtMs;
  return { ...outcome, name, state: outcome.isOk ? "ok" : "failed", elapsedMs };
}

async function runSafely(step: Step): Promise<StepOutcome> {
  try {
    return await step.run();
  } catch (error) {
    return { isOk: false, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function describe({ name, state, elapsedMs, note, details = [], output }: StepResult): string {
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`.padStart(7);
  const head = `${state.padEnd(7)} ${seconds}  ${name}${note === undefined ? "" : ` – ${note}`}`;
  const failure = state === "failed" ? [output.trimEnd(), ""] : [];
  return [head, ...details.map((line) => `        ${line}`), ...failure].join("\n");
}
