import type { WriteHandler } from "./write-handler.ts";

/** Handler of every write, by id of its operation. A test holds it against the registry. */
export const WRITE_HANDLERS: Readonly<Record<string, WriteHandler>> = {};
