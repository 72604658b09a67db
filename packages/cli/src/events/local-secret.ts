import { randomBytes, randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "klingkit/node";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { type StoreOptions, storeFolder } from "../session/store-address.ts";

const NAME = "webhook-secret";
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const SECRET_BYTES = 32;

/**
 * The secret that signs what `kling listen` forwards: made at its first use, and the same ever after, so that a receiver keeps
 * verifying. `KLING_LISTEN_SECRET` takes its place. Throws `load_error` and `save_error`.
 */
export async function localSecret(deps: Deps, options: StoreOptions): Promise<string> {
  const given = deps.env["KLING_LISTEN_SECRET"]?.trim();
  if (given) return given;
  const folder = storeFolder(deps, options);
  const path = join(folder, NAME);
  const known = await readSecret(path);
  if (known !== undefined) return known;
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
  try {
    await makeFolder(folder, { mode: FOLDER_MODE });
    await saveSecret(path, secret);
    return (await readSecret(path)) ?? secret;
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    const message = `The signing secret cannot be saved in ${path}: ${reasonOf(cause)}. Make the folder writable, or set KLING_LISTEN_SECRET.`;
    throw new CliError({ code: "save_error", message, cause });
  }
}

/** Saves it whole or not at all: of two processes that begin at once, the first decides. */
async function saveSecret(path: string, secret: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile(temporary, `${secret}\n`, { mode: FILE_MODE, flag: "wx" });
    try {
      await link(temporary, path);
    } catch {
      if ((await readSecret(path)) !== undefined) return;
      // An empty file is in its place, or the file system has no links.
      await rename(temporary, path);
    }
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Undefined where there is none, or an empty file. */
async function readSecret(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).trim() || undefined;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    const message = `The signing secret cannot be read from ${path}: ${reasonOf(cause)}. Make the file readable, or set KLING_LISTEN_SECRET.`;
    throw new CliError({ code: "load_error", message, cause });
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
