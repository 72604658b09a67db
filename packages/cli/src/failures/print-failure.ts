import type { Deps } from "../deps.ts";
import { hidePasswords } from "../errors/hide-passwords.ts";
import { asksForJson } from "../terminal/asks-for-json.ts";
import { toJson } from "../terminal/output.ts";
import { createStyle } from "../terminal/style.ts";
import type { Failure } from "./failure.ts";

/** Writes a failure to standard error: words on a terminal, otherwise the JSON object of the contract. */
export function printFailure({ io, env, argv }: Deps, { code, message, details }: Failure): void {
  const isForPeople = io.stderr.isTty && io.stdout.isTty && !asksForJson(argv);
  if (!isForPeople) {
    io.stderr.write(hidePasswords(toJson({ success: false, error: { code, message, ...details } })));
    return;
  }
  const style = createStyle(io.stderr, env);
  const said = Object.entries(details).filter(([, value]) => !isEmpty(value));
  const lines = said.map(([key, value]) => `  ${style.dim(key)}  ${inWords(value)}\n`);
  const head = `${style.bad("error")} ${message} ${style.dim(`(${code})`)}\n`;
  io.stderr.write(hidePasswords(`${head}${lines.join("")}`));
}

const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

function inWords(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value.join(", ");
  return JSON.stringify(value, undefined, 2).replaceAll("\n", "\n  ");
}
