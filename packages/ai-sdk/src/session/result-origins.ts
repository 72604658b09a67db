import { HOST_RULE, hostsOfList, originsOfHost } from "@klingkit/spec";
import type { KlingkitProviderSettings } from "../settings.ts";
import { KlingkitVideoError } from "../video-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Origins that results may come from beside public https, as the `kling` command finds them: the setting, else
 * `KLING_ALLOW_HOSTS`. Throws KlingkitVideoError `config_invalid`.
 */
export function resultOriginsOf(
  settings: Pick<KlingkitProviderSettings, "allowedOrigins">,
  environment: Environment,
): readonly string[] {
  if (settings.allowedOrigins) return settings.allowedOrigins.map(originOf);
  return hostsOfList(environment["KLING_ALLOW_HOSTS"] ?? "").flatMap((host) => {
    const origins = originsOfHost(host);
    if (origins.length > 0) return origins;
    throw invalid(`KLING_ALLOW_HOSTS: "${host}" is ${HOST_RULE}.`);
  });
}

/** Without a path or credentials, so that it is safe to print and to pass on. */
function originOf(given: string): string {
  const [origin] = /^https?:/i.test(given) ? originsOfHost(given) : [];
  if (origin !== undefined) return origin;
  const shown = given.includes("@") ? "an address with credentials" : JSON.stringify(given);
  throw invalid(`allowedOrigins: ${shown} is not an origin such as http://10.0.0.7:8787.`);
}

const invalid = (mistake: string): KlingkitVideoError =>
  new KlingkitVideoError({
    code: "config_invalid",
    message: `${mistake} Nothing was sent. Correct it.`,
    mayHaveCharged: "no",
  });

/** What a refused download says about this provider. */
export const allowOriginHint = (host: string, origin: string): string =>
  `If you trust ${host}, pass \`allowedOrigins: ["${origin}"]\` to createKlingkit.`;
