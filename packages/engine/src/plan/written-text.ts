import * as z from "zod/mini";

/** A file system or terminal takes them for orders, and a service that gets one refuses after the approval is used up. INF */
const CONTROL = /\p{Cc}/u;
const CONTROL_IN_PROSE = /[^\P{Cc}\t\n\r]/u;

const written = () => z.string().check(z.trim(), z.minLength(1));

/** A name, path or label: not empty, on one line. */
export const line = () =>
  written().check(
    z.refine((text) => !CONTROL.test(text), {
      error: ({ input }) => `${foundIn(input, CONTROL)} does not belong here; write it on one line`,
    }),
  );

/** Words for the model: not empty; may have lines and tabs. */
export const prose = () =>
  written().check(
    z.refine((text) => !CONTROL_IN_PROSE.test(text), {
      error: ({ input }) => `${foundIn(input, CONTROL_IN_PROSE)} does not belong here; remove it`,
    }),
  );

/** `the control character U+0000`. */
function foundIn(input: unknown, pattern: RegExp): string {
  const [letter = ""] = pattern.exec(String(input)) ?? [];
  return `the control character U+${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
