import { createHash } from "node:crypto";
import { type Store, storeKindOf } from "@klingkit/engine";
import type { KlingkitProviderSettings } from "../settings.ts";
import { configInvalid, type KlingkitVideoError } from "../video-error.ts";

/** What the environment of a workflow's step must bring: with other keys or another store, the step would buy again. */
export interface Expectations {
  readonly keyDigest?: string;
  readonly storeKind?: Store["kind"];
}

const DIGITS = 16;

/** Tells keys apart, and tells none. */
export const digestOfKey = (key: string): string =>
  createHash("sha256").update(`klingkit ${key}`).digest("hex").slice(0, DIGITS);

/** Throws KlingkitVideoError `config_invalid` where a step runs with another key or store than the model was made with. */
export function checkExpectations(
  { keyDigest, storeKind }: Expectations,
  found: {
    readonly key: string;
    readonly store: KlingkitProviderSettings["store"];
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): void {
  if (keyDigest !== undefined && keyDigest !== digestOfKey(found.key))
    throw refuse("its key is not set in this environment", "Set KLING_API_KEY to the key of createKlingkit");
  const address = typeof found.store === "string" ? found.store : found.env["KLING_STORE"];
  const kind = address === undefined ? undefined : storeKindOf(address);
  if (storeKind !== undefined && kind !== storeKind)
    throw refuse(`its ${storeKind} store is not named in this environment`, "Set KLING_STORE to its address");
}

const refuse = (reason: string, help: string): KlingkitVideoError =>
  configInvalid(
    `The model was passed to a step, and ${reason}. With another one, the step would buy again. Nothing was sent. ${help}.`,
  );
