import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { MediaRule } from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { CliError, usageError } from "../errors/cli-error.ts";
import type { UsageCode } from "../errors/codes/error-codes.ts";
import { isHttpUrl } from "../files/is-http-url.ts";

/** A flag that names an image: path, http(s) URL or data URL. */
export interface MediaSlot {
  readonly flag: string;
  readonly input: string;
  /** Error codes of the flag. */
  readonly notFound: UsageCode;
  readonly unreadable: UsageCode;
}

/** What was loaded for an input. */
export interface LoadedMedia {
  /** What the API gets: URL or bare base64. */
  readonly value: string;
  /** What a person gets instead of megabytes of base64. */
  readonly shown: string | Readonly<Record<string, unknown>>;
  /** What it is; absent while the file was not read. */
  readonly manifest?: MediaManifest;
}

interface MediaManifest {
  readonly name: string;
  readonly kind: "url" | "file";
  readonly sizeBytes?: number;
  readonly sha256?: string;
  readonly format?: string;
  readonly widthPx?: number;
  readonly heightPx?: number;
}

export type MediaTable = ReadonlyMap<string, LoadedMedia>;

const isDataUrl = (text: string): boolean => /^data:/i.test(text);

/** Stands for a file that was not read yet, so that every other rule can be checked first. */
export const NOT_READ_YET = "https://example.com/not-read-yet";

/** Finds missing files before anything is read or sent. URLs pass as they are. */
export async function outlineMedia({ cwd }: Deps, slots: readonly MediaSlot[]): Promise<MediaTable> {
  for (const { flag, input, notFound } of slots) {
    if (isHttpUrl(input) || isDataUrl(input)) continue;
    const path = resolve(cwd, input);
    const found = await stat(path).catch(() => undefined);
    if (!found) throw usageError(notFound, `${flag}: no file ${path}. Give a path or an http(s) URL.`);
    if (!found.isFile()) throw usageError(notFound, `${flag}: ${path} is not a file.`);
  }
  return new Map(
    slots.map(({ input }) => [
      input,
      isHttpUrl(input) ? linkedMedia(input) : { value: NOT_READ_YET, shown: NOT_READ_YET },
    ]),
  );
}

/** Fetched by the service; nobody here looks at it. */
const linkedMedia = (url: string): LoadedMedia => ({
  value: url,
  shown: url,
  manifest: { name: url, kind: "url" },
});

/** Where a job finds an input again, from whatever folder it is sent. */
export const locateMedia = ({ cwd }: Deps, input: string): string =>
  isHttpUrl(input) || isDataUrl(input) ? input : resolve(cwd, input);

/** Reads and checks every local file. */
export async function loadMedia(
  deps: Deps,
  slots: readonly MediaSlot[],
  rule: MediaRule,
): Promise<MediaTable> {
  const { signal } = deps;
  const table = new Map<string, LoadedMedia>();
  if (slots.every(({ input }) => isHttpUrl(input)))
    return new Map(slots.map(({ input }) => [input, linkedMedia(input)]));
  const { loadImage } = await import("klingkit/node");
  for (const { flag, input, unreadable } of slots) {
    if (table.has(input)) continue;
    const source = locateMedia(deps, input);
    const { value, manifest } = await loadImage(source, rule, { signal }).catch((cause: unknown) => {
      if (signal.aborted) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CliError({ code: unreadable, message: `${flag}: ${reason}`, exitCode: 2, cause });
    });
    table.set(input, { value, shown: isHttpUrl(input) ? input : shownFile(manifest), manifest });
  }
  return table;
}

/** A file as a person reads it. */
export function shownFile(manifest: MediaManifest): Readonly<Record<string, unknown>> {
  const { name, sizeBytes, sha256, format, widthPx, heightPx } = manifest;
  return { name, bytes: sizeBytes, sha256, format, width: widthPx, height: heightPx };
}

/** A flag that takes only an http(s) URL: the API has no way to send a video. */
export function requireVideoUrl(flag: string, value: string | undefined): string | undefined {
  if (value === undefined || isHttpUrl(value)) return value;
  throw usageError(
    "invalid_video",
    `${flag}: '${value}' is not an http(s) URL. The API takes videos by URL only; put the file where the service can read it.`,
  );
}

/** A payload as a person reads it: every file's base64 replaced by its name, size and sha256. */
export function describePayload(body: unknown, table: MediaTable): unknown {
  const files = new Map([...table.values()].map(({ value, shown }) => [value, shown]));
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return files.get(value) ?? value;
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, walk(field)]));
  };
  return walk(body);
}
