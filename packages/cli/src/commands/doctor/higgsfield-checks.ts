import { maskValue } from "../../config/config-keys.ts";
import type { Deps } from "../../deps.ts";
import { describeSdkError, isSdkError } from "../../failures/klingkit-error.ts";
import { listAccountModels } from "../../jobs/higgsfield-service.ts";
import { accountNames } from "../../session/account-name.ts";
import { connectionNoteOf } from "../../session/connection-note.ts";
import { isEmulator } from "../../session/emulator-probe.ts";
import { higgsfieldUrlGiven, readHiggsfieldSettings } from "../../session/higgsfield-settings.ts";
import { plainHttpProblem } from "../../session/plain-http.ts";
import { proxyNote } from "../../session/proxy.ts";
import type { Settings } from "../../session/settings.ts";
import { checkAccountName } from "./account-check.ts";
import { type Check, type CheckedService, REACH_TIMEOUT_MS } from "./check.ts";

const CREDENTIALS = "higgsfield credentials";

/** Where creates of Higgsfield would go. */
export async function higgsfieldAddress(
  deps: Deps,
  settings: Settings,
  emulatorUrl: string | undefined,
): Promise<string> {
  const given =
    (await readHiggsfieldSettings(deps, settings, emulatorUrl))?.connection.baseUrl ??
    higgsfieldUrlGiven(deps, settings);
  if (given !== undefined) return given;
  const { ERAS, CURRENT_ERA } = await import("@klingkit/spec/higgsfield");
  return ERAS[CURRENT_ERA].baseUrl;
}

/** By a read that costs nothing, at the address that creates would go to. Undefined where no key of Higgsfield is set. */
export async function checkHiggsfield(
  deps: Deps,
  settings: Settings,
  { emulatorUrl, rememberNames }: CheckedService,
): Promise<readonly Check[] | undefined> {
  const read = await readHiggsfieldSettings(deps, settings, emulatorUrl);
  if (!read) return undefined;
  const baseUrl = await higgsfieldAddress(deps, settings, emulatorUrl);
  const isFake = await isEmulator(deps, baseUrl);
  const names = accountNames({ ...read, baseUrl, key: read.keyId, isEmulator: isFake });
  const given: readonly Check[] = [
    { name: CREDENTIALS, status: "ok", detail: `key ID ${maskValue(read.keyId)}` },
    await checkAccountName("higgsfield account", {
      service: "higgsfield",
      names,
      given: read,
      rememberNames,
    }),
  ];
  const problem = plainHttpProblem(deps, { baseUrl: { value: baseUrl, source: "HIGGSFIELD_BASE_URL" } });
  const name = "higgsfield key";
  if (problem) return [...given, { name, status: "failed", detail: problem, code: "insecure_base_url" }];
  try {
    const models = await listAccountModels(deps, settings, emulatorUrl, { timeoutMs: REACH_TIMEOUT_MS });
    const fake = isFake ? " (an emulator, costs nothing)" : "";
    return [
      ...given,
      { name, status: "ok", detail: `accepted by ${baseUrl}${fake}; ${models.length} models` },
    ];
  } catch (error) {
    if (deps.signal.aborted || !isSdkError(error)) throw error;
    const { code, message } = describeSdkError(error);
    // The client refuses half a key, or one with a blank in it, before it sends anything.
    if (error.name === "ConfigError")
      return [{ name: CREDENTIALS, status: "failed", detail: message, code: "missing_api_key" }];
    const note = code === "connection_error" ? `${connectionNoteOf(message)}${proxyNote(deps, baseUrl)}` : "";
    return [...given, { name, status: "failed", detail: `${message}${note}`, code }];
  }
}
