import type { EngineCommandOptions } from "../../jobs/with-engine.ts";
import type { RouteChoiceOptions } from "../../session/route-choice.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface RunOptions extends ResumeOptions, RouteChoiceOptions {
  readonly approve?: boolean;
  readonly by?: string;
  readonly purpose?: string;
  readonly maxUnits?: string;
  readonly again?: boolean;
  readonly detach?: boolean;
  readonly strict?: boolean;
}

export interface ResumeOptions extends OutputOptions, EngineCommandOptions {
  /** In seconds. */
  readonly timeout?: string;
}
