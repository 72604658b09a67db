import type { ServiceChoice } from "@klingkit/emulator";
import { API_KEY_PREFIX } from "@klingkit/spec/plain";
import type { Deps } from "../../deps.ts";
import { SERVICE_NAMES, serviceRow } from "../../jobs/service-registry.ts";
import { printResult } from "../../terminal/output.ts";
import { formatPairs } from "../../terminal/pairs.ts";
import type { EmulatorFlags } from "./emulator-flags.ts";

const KLING_KEYS = `any key that begins with ${API_KEY_PREFIX}, or any AccessKey/SecretKey pair`;
const HIGGSFIELD_KEYS = "any pair id:secret";

const KEYS_BY_SERVICE: Readonly<Record<ServiceChoice, string>> = {
  kling: KLING_KEYS,
  higgsfield: HIGGSFIELD_KEYS,
  both: `Kling: ${KLING_KEYS}; Higgsfield: ${HIGGSFIELD_KEYS}`,
};

const TITLES: Readonly<Record<ServiceChoice, string>> = {
  kling: "Kling",
  higgsfield: "Higgsfield",
  both: "Kling and Higgsfield",
};

/** How a running emulator is reached. */
export interface EmulatorAddress {
  readonly baseUrl: string;
  readonly services: ServiceChoice;
  readonly certificatePath: string | undefined;
  readonly adminToken: string | undefined;
}

/** Prints the address, and the variables that point clients at it. */
export function printAddress(deps: Deps, flags: EmulatorFlags, address: EmulatorAddress): void {
  const { baseUrl, services, certificatePath, adminToken } = address;
  const played = SERVICE_NAMES.includes(services) ? [services] : SERVICE_NAMES;
  const environment: Readonly<Record<string, string>> = {
    ...Object.assign({}, ...played.map((name) => serviceRow(name).emulatorVariables(baseUrl))),
    ...(certificatePath === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificatePath }),
  };
  // One that was given is the user's secret, and known to them.
  const isMade =
    adminToken !== undefined && adminToken !== (flags.adminToken ?? deps.env["KLING_ADMIN_TOKEN"]?.trim());
  const made = isMade ? { admin_token: adminToken } : {};
  const result = { success: true, base_url: baseUrl, environment, data: flags.data ?? null, ...made };
  printResult(deps, flags, result, (style) => {
    const exports = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}\n`);
    const facts = formatPairs(
      [
        ["speed", `${flags.speed} × the service`],
        ["keys", KEYS_BY_SERVICE[services]],
        ["state", flags.data ? `kept in ${flags.data}` : "in memory; --data keeps it"],
        ["control", `${baseUrl}/_emulator/info`],
        ...(isMade
          ? ([["admin token", `${adminToken} (for this run; the address is public)`]] as const)
          : []),
      ],
      style.dim,
    );
    return `${style.good(`${TITLES[services]} emulator`)} on ${style.bold(baseUrl)}: nothing here costs anything.\n\n${facts}\nPoint any client at it:\n${exports.join("")}\nOther clients: base URL ${baseUrl}. Ctrl-C stops it.\n`;
  });
}
