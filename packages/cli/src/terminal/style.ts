import { styleText } from "node:util";
import type { Environment, OutputStream } from "../deps.ts";
import { linkToFile } from "./links.ts";
import { showsLinks } from "./shows-links.ts";

export interface Style {
  /** Width of the terminal in cells; undefined where there is none. */
  readonly columns: number | undefined;
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
  accent(text: string): string;
  /** A text that opens a local file or folder when it is clicked, where the terminal has links. The path is absolute. */
  link(text: string, path: string): string;
}

type Format = Parameters<typeof styleText>[0];

/** Colours for a stream; plain text when it is no terminal, with NO_COLOR, or on a dumb terminal. */
export function createStyle(stream: OutputStream, env: Environment): Style {
  const isPlain = !stream.isTty || Boolean(env["NO_COLOR"]) || env["TERM"] === "dumb";
  const paint = (format: Format) => (text: string) =>
    isPlain ? text : styleText(format, text, { validateStream: false });
  const hasLinks = showsLinks(stream, env);
  return {
    columns: stream.isTty ? stream.columns : undefined,
    bold: paint("bold"),
    dim: paint("dim"),
    good: paint("green"),
    warn: paint("yellow"),
    bad: paint("red"),
    accent: paint("cyan"),
    link: (text, path) => (hasLinks ? linkToFile(text, path) : text),
  };
}
