import type { KlingkitProviderSettings } from "../settings.ts";
import { KlingkitVideoError } from "../video-error.ts";
import { digestOfKey, type Expectations } from "./serialize.ts";

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
  const kind = address === undefined ? undefined : /^postgres(ql)?:/i.test(address) ? "postgres" : "sqlite";
  if (storeKind !== undefined && kind !== storeKind)
    throw refuse(`its ${storeKind} store is not named in this environment`, "Set KLING_STORE to its address");
}

const refuse = (reason: string, help: string): KlingkitVideoError =>
  new KlingkitVideoError({
    code: "config_invalid",
    message: `The model was passed to a step, and ${reason}. With another one, the step would buy again. Nothing was sent. ${help}.`,
    mayHaveCharged: "no",
  });
