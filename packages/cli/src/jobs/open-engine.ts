import { join, resolve } from "node:path";
import {
  type ApprovalPolicy,
  type CallbackSource,
  type Collector,
  createCollector,
  createEngine,
  type Engine,
  emulatedWaits,
  isLoopback,
  type PlanContext,
  readPolicy,
  type Store,
} from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { type AllowHostOptions, allowHostHint } from "../session/allow-hosts.ts";
import { allowedOrigins } from "../session/allowed-origins.ts";
import { type ApprovalSetting, readApprovalSetting } from "../session/approval-setting.ts";
import { isTraced } from "../session/is-traced.ts";
import { parseNumber } from "../session/parse-number.ts";
import { readProxy } from "../session/proxy.ts";
import { readText } from "../session/read-text.ts";
import { type ConnectionOptions, readSettings } from "../session/settings.ts";
import { logDownload } from "../session/wire-log.ts";
import { nameInOwnFolder } from "./output-folder.ts";
import type { Services } from "./service.ts";

export interface EngineSettings {
  /** Whose approvals count. */
  readonly approvals?: ApprovalSetting | undefined;
  readonly policy?: ApprovalPolicy | undefined;
  /** Tasks in flight per model; absent: learnt. */
  readonly quota?: number | undefined;
  /** Origins that results may come from beside public https. */
  readonly allowedOrigins?: readonly string[] | undefined;
}

export interface EngineInput extends EngineSettings {
  readonly store: Store;
  readonly services: Services;
  readonly context: PlanContext;
  /** Absolute. */
  readonly outputDir: string;
  /** Folder that takes all files, instead of the places that were written down when the jobs were made. Absolute. */
  readonly collectInto?: string | undefined;
  readonly callbacks?: CallbackSource | undefined;
  /** Asks for approval even where nothing is charged. */
  readonly requiresApproval?: boolean;
  /** Hears about failures that cost no job, such as a failed read. */
  readonly onError?: (error: unknown, jobId?: string) => void;
}

export function openEngine(deps: Deps, input: EngineInput): Engine {
  const { store, services, context, outputDir, collectInto, callbacks, policy, approvals, quota, onError } =
    input;
  const { requiresApproval } = input;
  const [first, ...others] = services.all;
  // Those of an emulator are as fast as each other.
  const waits = emulatedWaits(first.timeScale);
  const { givenFetch, telemetry } = deps;
  const proxy = readProxy(deps.env)?.env;
  const collect = createCollector({
    ...(givenFetch ? { fetch: givenFetch } : {}),
    ...(proxy ? { proxyEnv: proxy } : {}),
    clock: deps.downloadClock,
    // Results of an emulator stand on this machine; those of the service must be public https.
    allowedOrigins: [
      ...(input.allowedOrigins ?? []),
      ...services.all.flatMap(({ baseUrl }) => (isLoopback(baseUrl) ? [new URL(baseUrl).origin] : [])),
    ],
    allowHint: allowHostHint,
  });
  const collector: Collector = isTraced(deps)
    ? (request) => logDownload(deps, request.url, collect(request))
    : collect;
  return createEngine({
    store,
    providers: [first.createProvider(), ...others.map((service) => service.createProvider())],
    ...readersOf(context),
    outputDir,
    // Machines that share a store agree on leases and deadlines by its clock only.
    clock: store.clock ?? deps.clock,
    collector: collectInto === undefined ? collector : intoFolder(collector, collectInto),
    ...(callbacks ? { callbacks } : {}),
    ...(onError ? { onError } : {}),
    ...(telemetry ? { telemetry } : {}),
    ...(policy ? { policy } : {}),
    ...(requiresApproval === undefined ? {} : { requiresApproval }),
    ...(approvals ? { approvals: approvals.rule } : {}),
    timing: waits.timing,
    slots: { ...waits.slots, ...(quota === undefined ? {} : { quota }) },
  });
}

/** What reads the files of plans when their creates are sent. */
const readersOf = ({ loadImage, loadFile, readFile, frames }: PlanContext) => ({
  loadImage,
  ...(loadFile ? { loadFile } : {}),
  ...(readFile ? { readFile } : {}),
  ...(frames ? { frames } : {}),
});

const intoFolder =
  (collector: Collector, folder: string): Collector =>
  (request) =>
    collector({ ...request, filePath: join(folder, nameInOwnFolder(request.filePath, request.resumeKey)) });

interface EngineFlags extends AllowHostOptions, ConnectionOptions {
  readonly policy?: string;
  readonly quota?: string;
  readonly emulated?: boolean;
}

/** What `--policy`, `--quota` and `--allow-host` say. */
export async function readEngineSettings(
  deps: Deps,
  { quota, ...options }: EngineFlags,
): Promise<EngineSettings & { readonly approvals: ApprovalSetting }> {
  const policy = await loadPolicy(deps, options);
  return {
    approvals: approvalsUnder(policy, deps, options),
    // An emulator that lives as long as the command needs no setting, and must not fail for a wrong one.
    allowedOrigins: options.emulated && !options.allowHost ? [] : allowedOrigins(deps, options),
    policy,
    quota:
      quota === undefined
        ? undefined
        : parseNumber(quota, { flag: "--quota", min: 1, max: 100_000, isWhole: true }),
  };
}

/** Whose approvals count, by the config files and by the policy that applies. Throws as `loadPolicy`. */
export const readApprovals = async (deps: Deps, options: PolicyFlags): Promise<ApprovalSetting> =>
  approvalsUnder(await loadPolicy(deps, options), deps, options);

function approvalsUnder(
  policy: ApprovalPolicy | undefined,
  deps: Deps,
  options: PolicyFlags,
): ApprovalSetting {
  const limitsFile = policyGiven(deps, options);
  const setting = { ...readApprovalSetting(deps), ...(limitsFile ? { limitsFile } : {}) };
  return policy?.approvals === "person" ? { ...setting, rule: "person" } : setting;
}

interface PolicyFlags extends ConnectionOptions {
  readonly policy?: string;
}

/** The policy file that applies, as it was named; undefined for none. */
export function policyGiven(deps: Deps, { policy, ...connection }: PolicyFlags): string | undefined {
  const named = policy ?? (deps.env["KLING_POLICY"]?.trim() || undefined);
  const file = named ?? readApprovalSetting(deps).policyFile ?? readSettings(deps, connection).policy?.value;
  return file || undefined;
}

/**
 * The standing policy that `--policy`, `KLING_POLICY` or the config file names. Throws `policy_not_found` and `policy_invalid`,
 * and `approval_required` for one that is not the only one that may approve.
 */
export async function loadPolicy(deps: Deps, options: PolicyFlags): Promise<ApprovalPolicy | undefined> {
  const { policyFile, source } = readApprovalSetting(deps);
  const file = policyGiven(deps, options);
  if (!file) return undefined;
  if (policyFile !== undefined && resolve(deps.cwd, file) !== policyFile) {
    const message = `Only the policy ${policyFile} may approve, because ${source} says so. Nothing was sent. Leave --policy and KLING_POLICY out.`;
    throw new CliError({ code: "approval_required", message });
  }
  const codes = { missing: "policy_not_found", unreadable: "policy_invalid" } as const;
  return readPolicy(await readText(deps, { file, what: namedBy(deps, options), codes }), file);
}

/** Where the file is named: what a person corrects. */
function namedBy(deps: Deps, { policy, ...connection }: PolicyFlags): string {
  if (policy !== undefined) return "--policy";
  if (deps.env["KLING_POLICY"]?.trim()) return "KLING_POLICY";
  const { policyFile, source } = readApprovalSetting(deps);
  return (policyFile === undefined ? readSettings(deps, connection).policy?.source : source) ?? "--policy";
}
