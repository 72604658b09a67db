import { HIGGSFIELD_MESSAGES } from "@klingkit/spec/higgsfield";

/** Texts that the emulator alone needs, where no source has the service's own. INF */
export const OUR_TEXTS = {
  /** Starlette's defaults. */
  methodNotAllowed: "Method Not Allowed",
  internal: "Internal Server Error",
  inputUnreadable: "Failed to download the input media",
} as const;

/** Text of the service, or the invented one that stands for it. */
export const textOf = (name: keyof typeof HIGGSFIELD_MESSAGES): string => HIGGSFIELD_MESSAGES[name].text;
