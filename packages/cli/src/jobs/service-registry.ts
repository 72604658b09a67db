import type { LoadedMedium, MediaTarget } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { unsupportedValue } from "../errors/unsupported-value.ts";
import { type AccountNames, accountNames } from "../session/account-name.ts";
import { NAMED_SERVICES } from "../session/account-note.ts";
import { EMULATOR_API_KEY, EMULATOR_CREDENTIALS } from "../session/emulator-key.ts";
import { verifyEmulator } from "../session/emulator-probe.ts";
import { higgsfieldUrlGiven, readHiggsfieldSettings } from "../session/higgsfield-settings.ts";
import { isLocalService, isLocalUrl, type TargetOptions } from "../session/is-local-service.ts";
import { type ConnectionOptions, readSettings, requireCredentials } from "../session/settings.ts";
import { accountGiven } from "./account-given.ts";

/** What commands need to know of a service before they talk to it. Where services differ here, nothing else asks for a name. */
interface ServiceRow {
  readonly title: string;
  /** Names its account. */
  readonly accountVariable: string;
  /**
   * Account of the key that is set; undefined without one. Only an address of this machine is asked whether an emulator
   * is there: its account has another name. Throws `connection_error` where nothing answers there.
   */
  accountGiven(deps: Deps, options: ConnectionOptions): Promise<AccountNames | undefined>;
  /** Throws `missing_api_key` with the ways to set one. */
  requireKey(deps: Deps, options: ConnectionOptions): Promise<void>;
  /** Whether it is reached on this machine or network, as an emulator is. */
  isLocal(deps: Deps, options: TargetOptions): boolean;
  /** Variables that point its clients at an emulator. */
  emulatorVariables(baseUrl: string): Readonly<Record<string, string>>;
  /** Whether it can cancel a task that waits there. */
  readonly cancelsTasks: boolean;
  /** Describes a file that is given to the service before a create. Absent where files travel in the body. */
  describeUpload?(input: string, target: MediaTarget): Promise<LoadedMedium>;
}

const kling: ServiceRow = {
  title: "Kling",
  accountVariable: NAMED_SERVICES.kling.variable,
  accountGiven,
  requireKey: async (deps, options) => {
    requireCredentials(readSettings(deps, options));
  },
  isLocal: isLocalService,
  emulatorVariables: (baseUrl) => ({ KLING_BASE_URL: baseUrl, KLING_API_KEY: EMULATOR_API_KEY }),
  cancelsTasks: false,
};

const NO_HIGGSFIELD_KEY =
  "No key of Higgsfield. Set HF_CREDENTIALS to id:secret, or run `kling config set higgsfield_credentials`. Nothing was sent.";

const higgsfield: ServiceRow = {
  title: "Higgsfield",
  accountVariable: NAMED_SERVICES.higgsfield.variable,
  async accountGiven(deps, options) {
    const settings = readSettings(deps, options);
    const klingUrl = settings.baseUrl.value;
    const emulatorUrl = (await verifyEmulator(deps, klingUrl)) ? klingUrl : undefined;
    const read = await readHiggsfieldSettings(deps, settings, emulatorUrl);
    if (!read) return undefined;
    const { ERAS, CURRENT_ERA } = await import("@klingkit/spec/higgsfield");
    const baseUrl = read.connection.baseUrl ?? ERAS[CURRENT_ERA].baseUrl;
    return accountNames({
      ...read,
      baseUrl,
      key: read.keyId,
      isEmulator: await verifyEmulator(deps, baseUrl),
    });
  },
  async requireKey(deps, options) {
    if (await readHiggsfieldSettings(deps, readSettings(deps, options), undefined)) return;
    throw new CliError({ code: "missing_api_key", message: NO_HIGGSFIELD_KEY });
  },
  isLocal(deps, options) {
    if (options.emulated) return true;
    const url = higgsfieldUrlGiven(deps, readSettings(deps, options));
    // Without an address of its own it is where Kling's requests go to an emulator.
    return url === undefined ? isLocalService(deps, options) : isLocalUrl(url);
  },
  emulatorVariables: (baseUrl) => ({ HIGGSFIELD_BASE_URL: baseUrl, HF_CREDENTIALS: EMULATOR_CREDENTIALS }),
  cancelsTasks: true,
  describeUpload: async (input, target) => (await import("./uploads.ts")).describeUpload(input, target),
};

const ROWS: ReadonlyMap<string, ServiceRow> = /* @__PURE__ */ new Map([
  ["kling", kling],
  ["higgsfield", higgsfield],
]);

/** Names of all services, Kling first. */
export const SERVICE_NAMES: readonly string[] = /* @__PURE__ */ [...ROWS.keys()];

/** Whose jobs and plans say nothing of a service: those from before there were several. */
export const FIRST_SERVICE = "kling";

/** Throws `invalid_service` for a name that no service has, as a plan of a later version may hold. */
export function serviceRow(name: string): ServiceRow {
  const row = ROWS.get(name);
  if (row) return row;
  throw unsupportedValue("invalid_service", { source: "service", value: name, known: SERVICE_NAMES });
}
