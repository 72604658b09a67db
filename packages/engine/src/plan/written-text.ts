import { findControl, findControlInPrompt } from "@klingkit/spec";
import * as z from "zod/mini";

const written = (find: (text: string) => string | undefined) =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.refine((text) => find(text) === undefined, {
      error: ({ input }) => `the control character ${find(String(input))} does not belong here`,
    }),
  );

/** A name, path or label: not empty, on one line. */
export const line = () => written(findControl);

/** Words for the model: not empty; may have lines and tabs. */
export const prose = () => written(findControlInPrompt);
