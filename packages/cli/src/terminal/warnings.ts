import type { Warning } from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { isForPeople, type OutputOptions } from "./output.ts";
import { createStyle } from "./style.ts";

/** As a part of a result; nothing where there are none. */
export const warningsJson = (
  warnings: readonly (Pick<Warning, "message"> & Partial<Warning>)[],
): { readonly warnings?: readonly object[] } =>
  warnings.length === 0
    ? {}
    : { warnings: warnings.map(({ rule, path, message }) => ({ rule, path, message })) };

/** Shows people what is bought although it is probably not what they want. Programs find it in the result. */
export function showWarnings(
  deps: Deps,
  options: OutputOptions,
  warnings: readonly { readonly message: string }[],
): void {
  if (!isForPeople(deps, options)) return;
  const { stderr } = deps.io;
  const style = createStyle(stderr, deps.env);
  for (const { message } of warnings) stderr.write(`${style.warn("warning")} ${message}\n`);
}
