import type { OutputStream } from "../deps.ts";
import { wrapWords } from "./cells.ts";
import { showControls } from "./show-controls.ts";

export interface GuardOptions {
  /** Whether what is written are words for people: long lines then break between words. Default: they stay whole. */
  readonly isForPeople?: () => boolean;
}

/**
 * A stream whose terminal obeys none of the texts that come from files, other people and services.
 * JSON means the same as before; what is no terminal gets every byte as it is.
 */
export function guardStream(
  stream: OutputStream,
  { isForPeople = () => false }: GuardOptions = {},
): OutputStream {
  const broken = (text: string): string =>
    stream.columns !== undefined && isForPeople() ? wrapWords(text, stream.columns) : text;
  return {
    get isTty() {
      return stream.isTty;
    },
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
    write: (text, options) => {
      const isSafe = options?.movesCursor === true || !stream.isTty;
      stream.write(isSafe ? text : broken(showControls(text)), options);
    },
  };
}
