import type { Deps } from "../deps.ts";

/** Whether exchanges are written down, on standard error or in a file. */
export const isTraced = ({ isDebug, logFile }: Pick<Deps, "isDebug" | "logFile">): boolean =>
  isDebug || logFile !== undefined;
