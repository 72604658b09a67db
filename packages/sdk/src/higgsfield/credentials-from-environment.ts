import { dropUndefined } from "@klingkit/spec/core";
import { requireOptions } from "../core/require-options.ts";
import type { HiggsfieldOptions } from "./higgsfield-core.ts";

/** Pairs of variables with id and secret, the first complete one wins. */
const PAIRS = [
  ["HIGGSFIELD_API_KEY_ID", "HIGGSFIELD_API_KEY_SECRET"],
  ["HF_API_KEY", "HF_API_SECRET"],
  ["HF_API_KEY_ID", "HF_API_KEY_SECRET"],
] as const;

/**
 * Reads keys and address from environment variables: `HF_CREDENTIALS` or `HF_KEY` (`id:secret`), else a pair
 * `HIGGSFIELD_API_KEY_ID` + `HIGGSFIELD_API_KEY_SECRET`, `HF_API_KEY` + `HF_API_SECRET` or `HF_API_KEY_ID` + `HF_API_KEY_SECRET`;
 * `HIGGSFIELD_BASE_URL`, `KLING_ALLOW_HTTP`. Blank counts as absent. The caller passes the environment.
 */
export function higgsfieldFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Pick<HiggsfieldOptions, "credentials" | "keyId" | "keySecret" | "baseUrl" | "allowsHttp"> {
  requireOptions(environment, "higgsfieldFromEnvironment", "process.env");
  const read = (name: string) => environment[name]?.trim() || undefined;
  const place = {
    baseUrl: read("HIGGSFIELD_BASE_URL"),
    allowsHttp: read("KLING_ALLOW_HTTP") === "1" || undefined,
  };
  const credentials = read("HF_CREDENTIALS") ?? read("HF_KEY");
  if (credentials !== undefined) return dropUndefined({ credentials, ...place });
  const pairs = PAIRS.map(([id, secret]) => ({ keyId: read(id), keySecret: read(secret) }));
  const isComplete = ({ keyId, keySecret }: (typeof pairs)[number]) =>
    keyId !== undefined && keySecret !== undefined;
  // Half a pair is passed on, so that the client can say what is missing.
  const isHalf = ({ keyId, keySecret }: (typeof pairs)[number]) =>
    keyId !== undefined || keySecret !== undefined;
  const pair = pairs.find(isComplete) ?? pairs.find(isHalf);
  return dropUndefined({ ...pair, ...place });
}
