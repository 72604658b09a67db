import type { Clock } from "klingkit";
import type { BenchService } from "./bench-service.ts";
import type { FaultRow } from "./fault-rows.ts";

/** One video that a client is to buy. */
export interface ClientJob {
  readonly service: BenchService;
  readonly row: FaultRow;
  /** API key or access key: an account of its own. */
  readonly account: string;
  readonly outputDir: string;
  /** For what the client needs beside its results. */
  readonly folder: string;
  /** As fast as the emulator's; where the row says so, it is set while the task runs. */
  readonly clock: Clock;
}

/** What the client says became of it. */
export interface ClientReport {
  readonly outcome: string;
  /** Units that its books still hold, where it keeps books. */
  readonly heldUnits?: number;
}

export type Client = (job: ClientJob) => Promise<ClientReport>;

export const MODEL = "kling-2.5-turbo";
export const PROMPT = "a fox in the snow";

/** One line for the table. */
export function shorten(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [line = ""] = text.split("\n");
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
