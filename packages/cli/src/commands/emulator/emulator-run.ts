import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ServiceChoice, StartedEmulator, StartOptions } from "@klingkit/emulator";
import { isLoopback } from "@klingkit/engine/jobs";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { parseLook } from "../../session/emulator-look.ts";
import { parseNumber } from "../../session/parse-number.ts";
import { isForPeople } from "../../terminal/output.ts";
import { createStyle } from "../../terminal/style.ts";
import type { EmulatorFlags } from "./emulator-flags.ts";
import { printAddress } from "./print-address.ts";

/** Runs until Ctrl-C. Stopping is the normal end: exit 0. */
export async function runEmulator(flags: EmulatorFlags, deps: Deps): Promise<void> {
  const options = { ...(await startOptions(flags, deps)), ...requestLines(deps, flags) };
  const { startEmulator } = await import("@klingkit/emulator");
  const emulator = await startEmulator(options).catch((cause: unknown) => {
    throw startError(cause, flags);
  });
  let trust: Trust | undefined;
  try {
    trust = await writeCertificate(emulator);
    const { adminToken, services } = options;
    const { baseUrl } = emulator;
    printAddress(deps, flags, { baseUrl, services, certificatePath: trust?.path, adminToken });
    await untilAborted(deps.signal);
  } finally {
    await emulator.close();
    if (trust) await rm(trust.folder, { recursive: true, force: true });
  }
}

async function startOptions(
  flags: EmulatorFlags,
  deps: Deps,
): Promise<StartOptions & { readonly services: ServiceChoice }> {
  const speed = parseNumber(flags.speed, { flag: "--speed", min: 0.001, max: 100_000 });
  const { concurrency, seed, publicUrl, data, webhookSecret = [] } = flags;
  const adminToken = adminTokenOf(flags, deps);
  const look = parseLook(flags.look);
  return {
    services: parseService(flags.service),
    port: parseNumber(flags.port, { flag: "--port", min: 0, max: 65_535, isWhole: true }),
    clock: speed === 1 ? "real" : { scale: speed },
    ...(seed === undefined ? {} : { seed }),
    ...(look === undefined ? {} : { look }),
    ...(concurrency === undefined
      ? {}
      : {
          concurrency: parseNumber(concurrency, {
            flag: "--concurrency",
            min: 1,
            max: 1_000_000,
            isWhole: true,
          }),
        }),
    ...(webhookSecret.length > 0 ? { webhookSecrets: webhookSecret } : {}),
    ...(flags.tls ? { tls: true } : {}),
    ...(publicUrl === undefined ? {} : { publicUrl: checkedPublicUrl(publicUrl) }),
    ...(adminToken ? { adminToken } : {}),
    ...(flags.legacyModels ? { allowsRetiredModels: true } : {}),
    ...(flags.strict ? { isStrict: true } : {}),
    ...(data === undefined ? {} : { dataDir: resolve(deps.cwd, data) }),
    ...(flags.faults === undefined ? {} : { faults: await readFaults(resolve(deps.cwd, flags.faults)) }),
  };
}

const SERVICES = ["kling", "higgsfield", "both"] as const satisfies readonly ServiceChoice[];

function parseService(text: string): ServiceChoice {
  const choice = SERVICES.find((name) => name === text);
  if (choice) return choice;
  throw usageError("usage_error", `--service: '${text}' is not one of ${SERVICES.join(", ")}.`);
}

/**
 * Behind a public address a tunnel or proxy may pass its visitors on as if they were on this machine, with nothing in the request
 * that tells: only a token keeps them from steering the emulator. Made where none was given.
 */
function adminTokenOf({ adminToken, publicUrl }: EmulatorFlags, { env }: Deps): string | undefined {
  const given = adminToken ?? env["KLING_ADMIN_TOKEN"]?.trim();
  if (given || publicUrl === undefined || isLoopback(checkedPublicUrl(publicUrl))) return given;
  return crypto.randomUUID();
}

/** One line per request for people, who otherwise see nothing of what their clients do. */
function requestLines(deps: Deps, flags: EmulatorFlags): Pick<StartOptions, "onExchange"> {
  if (flags.quiet || !isForPeople(deps, flags)) return {};
  const { stderr } = deps.io;
  const style = createStyle(stderr, deps.env);
  return {
    onExchange({ method, target, status, isCut, tookMs }) {
      const time = new Date(deps.clock.nowMs()).toTimeString().slice(0, 8);
      const paint =
        status === undefined || status >= 500 || isCut ? style.bad : status >= 400 ? style.warn : style.good;
      const result = status === undefined ? "cut" : `${status}${isCut ? " cut" : ""}`;
      stderr.write(
        `${style.dim(time)} ${method.padEnd(5)} ${target} ${paint(result)} ${style.dim(`${tookMs} ms`)}\n`,
      );
    },
  };
}

function checkedPublicUrl(text: string): string {
  if (URL.canParse(text) && /^https?:/i.test(text)) return text;
  throw usageError("usage_error", `--public-url: '${text}' is not an http(s) URL.`);
}

async function readFaults(path: string): Promise<NonNullable<StartOptions["faults"]>> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw usageError("faults_error", `--faults: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  const { parseFaultsText } = await import("@klingkit/emulator");
  try {
    return parseFaultsText(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw usageError("faults_error", `--faults ${path}: ${reason}`);
  }
}

function startError(cause: unknown, { port, data }: EmulatorFlags): unknown {
  if (!(cause instanceof Error)) return cause;
  if ("code" in cause && cause.code === "EADDRINUSE") {
    const message = `Port ${port} is in use. Take another with --port, or a free one with --port 0.`;
    return new CliError({ code: "port_in_use", message, cause });
  }
  if ("code" in cause && cause.code === "data_locked")
    return new CliError({ code: "emulator_busy", message: `--data: ${cause.message}`, cause });
  if ("code" in cause && (cause.code === "data_version" || cause.code === "data_corrupt"))
    return usageError("usage_error", `--data: ${cause.message}`);
  // Files are all that has a path here: those of the folder.
  if (data === undefined || !("path" in cause)) return cause;
  const message = `--data: ${cause.message}. Name a folder that you may write.`;
  return new CliError({ code: "write_error", message, cause });
}

interface Trust {
  readonly folder: string;
  readonly path: string;
}

async function writeCertificate({ certificate }: StartedEmulator): Promise<Trust | undefined> {
  if (certificate === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "kling-emulator-"));
  try {
    const path = join(folder, "certificate.pem");
    await writeFile(path, certificate);
    return { folder, path };
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw cause;
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
