import type { RunEndOptions } from "../../jobs/run-end.ts";
import type { EngineCommandOptions } from "../../jobs/with-engine.ts";
import type { RouteChoiceOptions } from "../../session/route-choice.ts";

export interface RunOptions extends ResumeOptions, RouteChoiceOptions {
  readonly approve?: boolean;
  readonly by?: string;
  readonly purpose?: string;
  readonly maxUnits?: string;
  readonly again?: boolean;
  readonly detach?: boolean;
  readonly strict?: boolean;
  /** Where the page of the run goes when it ends; true: beside the first file. */
  readonly report?: string | true;
  /** Writes a page for a client when the run ends, beside that of `report`. */
  readonly forClient?: boolean;
  readonly withPrompts?: boolean;
}

export interface ResumeOptions extends RunEndOptions, EngineCommandOptions {
  /** In seconds. */
  readonly timeout?: string;
}
