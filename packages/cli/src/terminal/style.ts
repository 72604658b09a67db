import { styleText } from "node:util";
import type { Environment, OutputStream } from "../deps.ts";

export interface Style {
  /** Width of the terminal in cells; undefined where there is none. */
  readonly columns: number | undefined;
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
  accent(text: string): string;
}

type Format = Parameters<typeof styleText>[0];

/** Colours for a stream; plain text when it is no terminal, with NO_COLOR, or on a dumb terminal. */
export function createStyle(stream: OutputStream, env: Environment): Style {
  const isPlain = !stream.isTty || Boolean(env["NO_COLOR"]) || env["TERM"] === "dumb";
  const paint = (format: Format) => (text: string) =>
    isPlain ? text : styleText(format, text, { validateStream: false });
  return {
    columns: stream.isTty ? stream.columns : undefined,
    bold: paint("bold"),
    dim: paint("dim"),
    good: paint("green"),
    warn: paint("yellow"),
    bad: paint("red"),
    accent: paint("cyan"),
  };
}
