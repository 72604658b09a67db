import type { Kling } from "klingkit";

/** How a documented answer is read. */
export interface ResponseRow {
  /** Name of the fixture. */
  readonly name: string;
  readonly call: (kling: Kling) => Promise<unknown>;
  /** What a person reads in the fixture, in the SDK's words. */
  readonly means: unknown;
}

export const succeeded = { status: "succeeded", phase: "completed" };
