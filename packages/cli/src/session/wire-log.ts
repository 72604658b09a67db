import { redact, withoutSecrets } from "klingkit";
import type { Deps } from "../deps.ts";
import { createStyle } from "../terminal/style.ts";
import { appendToLog } from "./log-file.ts";

/** One exchange, without anything that must not be shown. */
interface WireEntry {
  readonly debug: "request" | "download";
  readonly method: string;
  readonly url: string;
  readonly status?: number;
  readonly ms: number;
  readonly sent_bytes?: number;
  readonly received_bytes?: number;
  readonly request_id?: string;
  readonly sent?: unknown;
  readonly received?: unknown;
  readonly error?: string;
}

type LogDeps = Pick<Deps, "io" | "env" | "clock" | "isDebug" | "logFile" | "argv">;

/**
 * A `fetch` that writes each exchange to standard error (one JSON object per line, or words on a terminal) with `--debug`,
 * and to the file of `--log-file`.
 */
export function createLoggedFetch(deps: LogDeps, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const startedAtMs = deps.clock.nowMs();
    const known = { debug: "request" as const, ...describeRequest(String(input), init) };
    const secrets = [new Headers(init.headers).get("authorization")?.replace(/^Bearer /, "") ?? ""];
    const write = (rest: Partial<WireEntry>) =>
      writeEntry(deps, { ...known, ms: deps.clock.nowMs() - startedAtMs, ...rest });
    try {
      const response = await fetch(input, init);
      return logBody(response, (text) => write({ status: response.status, ...describeBody(text, secrets) }));
    } catch (error) {
      write({ error: reasonOf(error) });
      throw error;
    }
  };
}

/** Writes down the end of a download, which does not go through `fetch`. */
export async function logDownload<Result extends { readonly sizeBytes: number }>(
  deps: LogDeps,
  url: string,
  work: Promise<Result>,
): Promise<Result> {
  const startedAtMs = deps.clock.nowMs();
  const write = (rest: Partial<WireEntry>) =>
    writeEntry(deps, {
      debug: "download",
      method: "GET",
      url: redact(url),
      ms: deps.clock.nowMs() - startedAtMs,
      ...rest,
    });
  try {
    const result = await work;
    write({ received_bytes: result.sizeBytes });
    return result;
  } catch (error) {
    write({ error: reasonOf(error) });
    throw error;
  }
}

function describeRequest(url: string, { method = "GET", body }: RequestInit) {
  const text = typeof body === "string" ? body : undefined;
  return {
    method,
    url: hideQuerySecrets(url),
    ...(text === undefined
      ? {}
      : { sent_bytes: Buffer.byteLength(text), sent: withoutContents(parse(text)) }),
  };
}

const SECRET_NAME = /sign|token|key|secret|password|credential/i;

function hideQuerySecrets(text: string): string {
  const url = new URL(text);
  for (const name of url.searchParams.keys()) {
    if (SECRET_NAME.test(name)) url.searchParams.set(name, "***");
  }
  return `${url.origin}${url.pathname}${decodeURIComponent(url.search)}`;
}

function describeBody(text: string | undefined, secrets: readonly string[]): Partial<WireEntry> {
  if (text === undefined) return {};
  const value = parse(withoutSecrets(text, secrets));
  const requestId = typeof value === "object" && value !== null && "request_id" in value && value.request_id;
  return {
    received_bytes: Buffer.byteLength(text),
    ...(typeof requestId === "string" ? { request_id: redact(requestId) } : {}),
    received: withoutContents(value),
  };
}

/** Calls `log` when the text was read, or at once where it is read as a stream. */
function logBody(response: Response, log: (text: string | undefined) => void): Response {
  if (response.headers.get("content-length") === null) {
    log(undefined);
    return response;
  }
  const read = response.text.bind(response);
  return Object.defineProperty(response, "text", {
    value: async () => {
      const text = await read();
      log(text);
      return text;
    },
  });
}

const CONTENT_NAME = /prompt|image|video|audio|voice|url|text|mask|callback/i;
const MAX_SHOWN_CHARACTERS = 64;
const MAX_DEPTH = 6;
const MAX_ITEMS = 20;

/** A body by its fields and numbers; what people wrote, media and links are told by their length. */
function withoutContents(value: unknown, name = "", depth = 0): unknown {
  if (typeof value === "string") {
    const isShown = value.length <= MAX_SHOWN_CHARACTERS && !(CONTENT_NAME.test(name) && value !== "");
    return isShown ? redact(value) : `<${value.length} characters>`;
  }
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "…";
  if (Array.isArray(value))
    return value.slice(0, MAX_ITEMS).map((item) => withoutContents(item, name, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([field, item]) => [field, withoutContents(item, field, depth + 1)]),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return `<${text.length} characters that are no JSON>`;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return redact(cause instanceof Error ? cause.message : String(cause));
}

function writeEntry(deps: LogDeps, entry: WireEntry): void {
  const { debug: kind, ...facts } = entry;
  appendToLog(deps, { kind, ...facts });
  if (deps.isDebug) showEntry(deps, entry);
}

function showEntry({ io, env }: LogDeps, entry: WireEntry): void {
  const isForPeople = io.stderr.isTty && io.stdout.isTty;
  if (!isForPeople) {
    io.stderr.write(`${JSON.stringify(entry)}\n`);
    return;
  }
  const { method, url, status, error, ms, sent_bytes, received_bytes, request_id, sent, received } = entry;
  const style = createStyle(io.stderr, env);
  const facts = [
    `${ms} ms`,
    ...(sent_bytes === undefined ? [] : [`sent ${sent_bytes} bytes`]),
    ...(received_bytes === undefined ? [] : [`received ${received_bytes} bytes`]),
    ...(request_id === undefined ? [] : [`request ${request_id}`]),
  ];
  const bodies = [["→", sent] as const, ["←", received] as const]
    .filter(([, body]) => body !== undefined)
    .map(([arrow, body]) => style.dim(`  ${arrow} ${JSON.stringify(body)}\n`));
  const result = error ?? status ?? "done";
  io.stderr.write(
    `${style.dim("debug")} ${method} ${url} ${result} ${style.dim(facts.join(", "))}\n${bodies.join("")}`,
  );
}
