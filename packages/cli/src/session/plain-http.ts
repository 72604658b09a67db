import { isUnencrypted } from "@klingkit/spec/core";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import type { Settings } from "./settings.ts";

/** Whether a person lets keys go over plain http. */
export const allowsHttp = (env: Deps["env"]): boolean => env["KLING_ALLOW_HTTP"]?.trim() === "1";

/** Says why the key must not go there in clear text; undefined where it may. */
export function plainHttpProblem(
  { env }: Pick<Deps, "env">,
  { baseUrl }: Pick<Settings, "baseUrl">,
): string | undefined {
  const { value, source } = baseUrl;
  if (!isUnencrypted(value) || allowsHttp(env)) return undefined;
  return `${source}: ${value} would carry your key to another machine unencrypted. Use https, or set KLING_ALLOW_HTTP=1 if you trust the network in between. Nothing was sent.`;
}

/** Throws `insecure_base_url`, before the key leaves this machine. */
export function requireSafeAddress(deps: Pick<Deps, "env">, settings: Pick<Settings, "baseUrl">): void {
  const message = plainHttpProblem(deps, settings);
  if (message !== undefined) throw new CliError({ code: "insecure_base_url", message, exitCode: EXIT.usage });
}
