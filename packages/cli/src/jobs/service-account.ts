import type { Provider } from "@klingkit/engine";
import type { OperationMetrics } from "klingkit";

/** An account of a service that jobs are bought with. */
export interface Service {
  /** `kling` or `higgsfield`. */
  readonly name: string;
  readonly baseUrl: string;
  readonly account: string;
  /** What it is called by its keys, where its user named it: jobs that are kept under these are its own, too. */
  readonly earlierAccounts?: readonly string[] | undefined;
  readonly isEmulator: boolean;
  /** Where the callback address is part of what a key stands for: what the path of a new store is made from. Never shown. */
  readonly pathSecret?: string;
  /** How many times faster than the real service; 1 for that. */
  readonly timeScale: number;
  /** What its client has sent so far, by operation. */
  metrics(): Readonly<Record<string, OperationMetrics>>;
  /** What an engine buys with. */
  createProvider(): Provider;
}
