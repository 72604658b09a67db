import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { BundledProgram } from "../bundle-program.ts";
import type { WorkerOrder } from "./worker-order.ts";

export interface WorkersOptions {
  readonly count: number;
  readonly order: WorkerOrder;
  readonly program: Pick<BundledProgram, "path" | "compileCache">;
}

/** Worker processes on one store. */
export interface Workers {
  /** Ends one of those that have begun, by SIGKILL, and starts another in its place. False when none has begun. */
  killOne(random: () => number): Promise<boolean>;
  /** Waits until all have ended by themselves; after `limitMs` they are killed. */
  finish(limitMs: number): Promise<void>;
  /** Workers that ended with an error of their own. */
  crashes(): number;
  stop(): Promise<void>;
}

/** Starts the workers. Whoever crashes is started again, as a supervisor does. */
export function startWorkers({ count, order, program }: WorkersOptions): Workers {
  const workers = new Set<ChildProcess>();
  const ready = new Set<ChildProcess>();
  let crashes = 0;
  let isStopping = false;

  function start(): void {
    const worker = spawn(process.execPath, [program.path, JSON.stringify(order)], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: { ...process.env, NODE_COMPILE_CACHE: program.compileCache },
    });
    workers.add(worker);
    worker.once("message", () => ready.add(worker));
    worker.once("exit", (code) => {
      workers.delete(worker);
      ready.delete(worker);
      if (code === null || code === 0) return;
      crashes += 1;
      if (!isStopping) start();
    });
  }

  for (let at = 0; at < count; at += 1) start();
  return {
    crashes: () => crashes,
    async killOne(random) {
      // On a busy machine a process that was not let begin proves nothing.
      const victim = [...ready][Math.floor(random() * ready.size)];
      if (!victim) return false;
      await end(victim);
      start();
      return true;
    },
    async finish(limitMs) {
      isStopping = true;
      const timer = setTimeout(() => void stopAll(workers), limitMs);
      await Promise.all([...workers].map(ended));
      clearTimeout(timer);
    },
    async stop() {
      isStopping = true;
      await stopAll(workers);
    },
  };
}

async function stopAll(workers: ReadonlySet<ChildProcess>): Promise<void> {
  await Promise.all([...workers].map(end));
}

async function end(worker: ChildProcess): Promise<void> {
  const exit = ended(worker);
  worker.kill("SIGKILL");
  await exit;
}

async function ended(worker: ChildProcess): Promise<void> {
  if (worker.exitCode === null && worker.signalCode === null) await once(worker, "exit");
}
