import { HOST_RULE, hostsOfList, originsOfHost } from "@klingkit/spec";
import type { KlingkitProviderSettings } from "../settings.ts";
import { configInvalid } from "../video-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Origins that results may come from beside public https, as the `kling` command finds them: the setting, else
 * `KLING_ALLOW_HOSTS`. Without paths or credentials, so that they are safe to print and to pass on. Throws KlingkitVideoError
 * `config_invalid`.
 */
export function resultOriginsOf(
  { allowedOrigins }: Pick<KlingkitProviderSettings, "allowedOrigins">,
  environment: Environment,
): readonly string[] {
  const given = allowedOrigins ?? hostsOfList(environment["KLING_ALLOW_HOSTS"] ?? "");
  return given.flatMap((host) => {
    const origins = originsOfHost(host);
    if (origins.length > 0) return origins;
    // The value may hold credentials, and is not shown.
    throw configInvalid(
      `An entry of ${allowedOrigins ? "allowedOrigins" : "KLING_ALLOW_HOSTS"} is ${HOST_RULE}. Nothing was sent.`,
    );
  });
}

/** What a refused download says about this provider. */
export const allowOriginHint = (host: string, origin: string): string =>
  `If you trust ${host}, pass \`allowedOrigins: ["${origin}"]\` to createKlingkit.`;
