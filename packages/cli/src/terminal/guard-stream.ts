import type { OutputStream } from "../deps.ts";
import { showControls } from "./show-controls.ts";

/**
 * A stream whose terminal obeys none of the texts that come from files, other people and services.
 * JSON means the same as before; what is no terminal gets every byte as it is.
 */
export function guardStream(stream: OutputStream): OutputStream {
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
      stream.write(isSafe ? text : showControls(text), options);
    },
  };
}
