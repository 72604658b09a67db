import { stat } from "node:fs/promises";
import { configPath } from "@klingkit/engine/jobs";
import { findOperation, JWT_NOT_BEFORE_SECONDS } from "@klingkit/spec";
import { baseUrlHint, credentialHint, type Kling } from "klingkit";
import { readConfig } from "../../config/config-file.ts";
import { maskValue } from "../../config/config-keys.ts";
import type { Deps } from "../../deps.ts";
import { CliError } from "../../errors/cli-error.ts";
import { errnoOf } from "../../errors/errno.ts";
import { EXIT } from "../../errors/exit-code.ts";
import { describeSdkError, isSdkError } from "../../failures/klingkit-error.ts";
import { klingAccount } from "../../jobs/account-given.ts";
import { serviceRow } from "../../jobs/service-registry.ts";
import { nameKlingAccount } from "../../session/account-setting.ts";
import { openKling } from "../../session/client.ts";
import { connectionNote } from "../../session/connection-note.ts";
import { isEmulator } from "../../session/emulator-probe.ts";
import { plainHttpProblem } from "../../session/plain-http.ts";
import { proxyNote, proxySentence, readProxy } from "../../session/proxy.ts";
import { type ConnectionOptions, readSettings, type Settings } from "../../session/settings.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";
import { DAY_MS, serviceNowMs } from "../account/period.ts";
import { checkAccountName, rememberInStore } from "./account-check.ts";
import { type Check, type CheckedService, REACH_TIMEOUT_MS } from "./check.ts";
import { checkHiggsfield, higgsfieldAddress } from "./higgsfield-checks.ts";

export interface DoctorOptions extends OutputOptions, ConnectionOptions, StoreOptions {
  readonly metrics?: boolean;
  /** Service that must be set up. Default: any. */
  readonly service?: string;
}

const PERIOD_MS = 90 * DAY_MS;

/** Runs reads only. A failed check becomes the error, with all checks in it. */
export async function runDoctor(options: DoctorOptions, deps: Deps): Promise<void> {
  if (options.metrics) return (await import("./metrics-run.ts")).runMetrics(options, deps);
  const settings = readSettings(deps, options);
  // Throws for a name that no service has.
  if (options.service !== undefined) serviceRow(options.service);
  const { baseUrl, checks: ofServices } = await checkServices(deps, settings, options);
  const checks = [checkNode(), await checkConfig(deps), ...checkProxy(deps), ...ofServices];
  const allFailed = checks.filter(({ status }) => status === "failed");
  const [failed] = allFailed;
  const result = { success: true, base_url: baseUrl, profile: settings.profile, checks };
  if (!failed) {
    printResult(deps, options, result, (style) => drawChecks(style, checks));
    return;
  }
  const code = failed.code ?? "doctor_failed";
  const isShown = deps.io.stdout.isTty && !options.json;
  if (isShown) printResult(deps, options, result, (style) => drawChecks(style, checks));
  const isKeyTrouble = code === "missing_api_key" || code === "invalid_api_key";
  throw new CliError({
    code,
    // The table has just shown it.
    message: isShown
      ? sayFailed(allFailed.map(({ name }) => name))
      : `${failed.name}: ${failed.detail.replace(/[^.!?]$/, "$&.")}`,
    exitCode: isKeyTrouble ? EXIT.authentication : EXIT.failure,
    details: isShown ? {} : { base_url: baseUrl, checks },
  });
}

const sayFailed = (names: readonly string[]): string =>
  names.length === 1
    ? `The check "${names[0]}" failed. Correct what its row says, then run \`kling doctor\` again.`
    : `${names.length} checks failed: ${names.join(", ")}. Correct what their rows say, then run \`kling doctor\` again.`;

interface ServiceChecks {
  /** Where its requests go. */
  address(deps: Deps, settings: Settings, emulatorUrl: string | undefined): Promise<string>;
  /** What to set for a key, in words. */
  readonly keys: string;
  /** Undefined where no key is set; nothing is asked then. */
  check(deps: Deps, settings: Settings, account: CheckedService): Promise<readonly Check[] | undefined>;
  /** Whether anything is there, without a key. */
  reach?(deps: Deps, settings: Settings, emulatorUrl: string | undefined): Promise<Check>;
}

const SERVICES: ReadonlyMap<string, ServiceChecks> = new Map<string, ServiceChecks>([
  [
    "kling",
    {
      address: (_, { baseUrl }) => Promise.resolve(baseUrl.value),
      keys: "KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY",
      check: checkKling,
      reach: checkService,
    },
  ],
  ["higgsfield", { address: higgsfieldAddress, keys: "HF_CREDENTIALS to id:secret", check: checkHiggsfield }],
]);

interface CheckedServices {
  readonly checks: readonly Check[];
  /** Address of the first service that was checked. */
  readonly baseUrl: string;
}

/** Each service whose key is set. The others are named and fail nothing, unless no service is set up, or not the one that was asked for. */
async function checkServices(
  deps: Deps,
  settings: Settings,
  options: DoctorOptions,
): Promise<CheckedServices> {
  const { service: asked } = options;
  const baseUrl = settings.baseUrl.value;
  const emulatorUrl = (await isEmulator(deps, baseUrl)) ? baseUrl : undefined;
  const rememberNames = rememberInStore(deps, options);
  const services = [...SERVICES].filter(([name]) => asked === undefined || name === asked);
  const found = await Promise.all(
    services.map(async ([name, row]) => ({
      name,
      row,
      checks: await row.check(deps, settings, { emulatorUrl, rememberNames }),
    })),
  );
  const first = found.find(({ checks }) => checks !== undefined);
  const address = (first ?? found[0])?.row.address(deps, settings, emulatorUrl);
  const ofFirst = (await address) ?? baseUrl;
  if (first) {
    const checks = found.flatMap(({ name, row, checks: own }) => own ?? [notSetUp(name, row)]);
    return { checks, baseUrl: ofFirst };
  }
  const ways = found.map(({ name, row }) => `${row.keys} (${serviceRow(name).title})`);
  const detail = `none; set ${ways.join(", or ")}`;
  const reached = found.map(({ row }) => row.reach?.(deps, settings, emulatorUrl));
  const missing: Check = { name: "credentials", status: "failed", detail, code: "missing_api_key" };
  const others = (await Promise.all(reached)).filter((check) => check !== undefined);
  return { checks: [missing, ...others], baseUrl: ofFirst };
}

const notSetUp = (name: string, { keys }: ServiceChecks): Check => ({
  name,
  status: "skipped",
  detail: `not set up; to use it, set ${keys}`,
});

async function checkKling(
  deps: Deps,
  settings: Settings,
  { emulatorUrl, rememberNames }: CheckedService,
): Promise<readonly Check[] | undefined> {
  const { credentials } = settings;
  if (!credentials) return undefined;
  return [
    checkCredentials(deps, credentials),
    await checkAccountName("account", {
      service: "kling",
      names: klingAccount(deps, {
        ...settings,
        credentials: credentials.value,
        isEmulator: emulatorUrl !== undefined,
      }),
      given: nameKlingAccount({ env: deps.env, config: readConfig(deps.env), profile: settings.profile }),
      rememberNames,
    }),
    await checkService(deps, settings, emulatorUrl),
    ...(await checkAccount(deps, settings, emulatorUrl !== undefined)),
  ];
}

function checkNode(): Check {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  const isNew = major > 22 || (major === 22 && minor >= 18);
  return {
    name: "node",
    status: isNew ? "ok" : "failed",
    detail: `${node}${isNew ? "" : ", 22.18 is needed"}`,
  };
}

async function checkConfig({ env }: Deps): Promise<Check> {
  const path = configPath(env);
  const found = await stat(path).catch(() => undefined);
  if (!found) return { name: "config file", status: "ok", detail: `none (${path})` };
  const isOpen = process.platform !== "win32" && (found.mode & 0o077) !== 0;
  return isOpen
    ? { name: "config file", status: "warning", detail: `${path} can be read by others: chmod 600 it` }
    : { name: "config file", status: "ok", detail: path };
}

/** Only where one is named: without it there is nothing to say. */
function checkProxy({ env }: Deps): readonly Check[] {
  const proxy = readProxy(env);
  if (!proxy) return [];
  return [{ name: "proxy", status: proxy.env ? "ok" : "warning", detail: proxySentence(proxy) }];
}

function checkCredentials({ clock }: Deps, credentials: NonNullable<Settings["credentials"]>): Check {
  const name = "credentials";
  const { value, source } = credentials;
  const hint = value.kind === "api-key" ? credentialHint(value.apiKey, clock.nowMs()) : undefined;
  if (hint) return { name, status: "warning", detail: `from ${source}: ${hint}` };
  return value.kind === "api-key"
    ? { name, status: "ok", detail: `API key ${maskValue(value.apiKey)} from ${source}` }
    : {
        name,
        status: "ok",
        detail: `AccessKey ${maskValue(value.accessKey)} with SecretKey from ${source}; works for /v1 and /account only`,
      };
}

/** Where the reason of a failed connection leaves open what to correct. */
const CHECK_ADDRESS = " Check the network and the base URL, then run `kling doctor` again.";

/** Is anything there? Asked without credentials: an answer of 401 is as good as any. */
async function checkService(deps: Deps, settings: Settings, emulatorUrl: string | undefined): Promise<Check> {
  const { baseUrl, region } = settings;
  const name = "service";
  const where = `${baseUrl.value} (${baseUrl.source === `region ${region.value}` ? "" : `${baseUrl.source}, `}region ${region.value})`;
  if (emulatorUrl !== undefined)
    return { name, status: "ok", detail: `${where}: an emulator, costs nothing` };
  const problem = plainHttpProblem(deps, settings);
  if (problem) return { name, status: "failed", detail: problem, code: "insecure_base_url" };
  try {
    const path = findOperation("account/costs")?.path ?? "/";
    const signal = AbortSignal.any([deps.signal, AbortSignal.timeout(REACH_TIMEOUT_MS)]);
    const response = await deps.fetch(`${baseUrl.value}${path}`, { redirect: "manual", signal });
    await response.text();
    const hint = response.status === 404 ? baseUrlHint(baseUrl.value) : undefined;
    const detail = `${where} responds with HTTP ${response.status}`;
    return hint ? { name, status: "warning", detail: `${detail}. ${hint}` } : { name, status: "ok", detail };
  } catch (error) {
    if (deps.signal.aborted) throw error;
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
    const cause = reason?.message ?? String(error);
    const note = connectionNote(reason && errnoOf(reason), baseUrl.value);
    return {
      name,
      status: "failed",
      detail: `${where} cannot be reached: ${cause.replace(/\.$/, "")}.${note || CHECK_ADDRESS}${proxyNote(deps, baseUrl.value)}`,
      code: "connection_error",
    };
  }
}

async function checkAccount(deps: Deps, settings: Settings, isFake: boolean): Promise<readonly Check[]> {
  if (!settings.credentials || plainHttpProblem(deps, settings)) return [];
  const kling = openKling(deps, settings);
  try {
    const nowMs = await serviceNowMs(deps, settings.baseUrl.value);
    // The clock of an emulator may run on by hours while it is asked.
    const endTimeMs = isFake ? nowMs + DAY_MS : nowMs;
    const costs = await kling.account.costs(
      { startTimeMs: endTimeMs - PERIOD_MS, endTimeMs },
      { signal: deps.signal, timeoutMs: REACH_TIMEOUT_MS },
    );
    const packs = costs.resource_pack_subscribe_infos ?? [];
    const left = packs.map(
      (pack) => `${pack.resource_pack_name ?? "pack"}: ${pack.remaining_quantity ?? "?"} left`,
    );
    return [
      { name: "key", status: "ok", detail: "accepted" },
      checkClock(kling, isFake),
      { name: "packs", status: "ok", detail: left.join("; ") || "none in the last 90 days" },
    ];
  } catch (error) {
    if (deps.signal.aborted || !isSdkError(error)) throw error;
    const { code, message } = describeSdkError(error);
    return [{ name: "key", status: "failed", detail: message, code }, checkClock(kling, isFake)];
  }
}

/** Tokens made by a clock that is ahead are "not yet valid" at the service. */
function checkClock(kling: Kling, isFake: boolean): Check {
  // Its clock can be set ahead or run faster, and says nothing about this machine's.
  if (isFake) return { name: "clock", status: "skipped", detail: "an emulator has a clock of its own" };
  const offsetMs = kling.serverTimeOffsetMs();
  if (offsetMs === undefined) return { name: "clock", status: "skipped", detail: "the service sent no Date" };
  const seconds = Math.abs(Math.round(offsetMs / 1000));
  const direction = offsetMs < 0 ? "ahead of" : "behind";
  return seconds > JWT_NOT_BEFORE_SECONDS
    ? {
        name: "clock",
        status: "warning",
        detail: `${seconds} s ${direction} the service; set this machine's clock`,
      }
    : {
        name: "clock",
        status: "ok",
        detail: seconds === 0 ? "agrees with the service" : `${seconds} s ${direction} the service`,
      };
}

function drawChecks(style: Style, checks: readonly Check[]): string {
  const paint = { ok: style.good, warning: style.warn, failed: style.bad, skipped: style.dim };
  const rows = checks.map(({ name, status, detail }) => [paint[status](status), name, detail]);
  // What is cut off could be the very thing to correct.
  const detail = { title: "DETAIL", min: 20, wraps: true };
  return formatTable(style, [{ title: "" }, { title: "CHECK" }, detail], rows);
}
