import type { TaskRecord } from "@klingkit/emulator";

type Span = Pick<TaskRecord, "createdAtMs" | "updatedAtMs" | "status">;

/** Largest weight of tasks that were in flight at the same moment. A task that has not ended is in flight still. */
export function mostInFlight<Task extends Span>(
  tasks: readonly Task[],
  weightOf: (task: Task) => number = () => 1,
): number {
  const edges = tasks
    .flatMap((task) => [
      { atMs: task.createdAtMs, step: weightOf(task) },
      { atMs: endOf(task), step: -weightOf(task) },
    ])
    .toSorted((left, right) => left.atMs - right.atMs || left.step - right.step);
  let now = 0;
  return edges.reduce((most, { step }) => {
    now += step;
    return Math.max(most, now);
  }, 0);
}

const endOf = ({ status, updatedAtMs }: Span): number =>
  status === "succeeded" || status === "failed" ? updatedAtMs : Number.POSITIVE_INFINITY;
