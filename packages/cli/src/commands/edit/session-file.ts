import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { isJsonObject } from "@klingkit/spec";
import type { EditState } from "klingkit";
import { makeFolder } from "klingkit/node";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { storeFolder } from "../../session/store-address.ts";

export interface SessionOptions {
  readonly session?: string;
}

const FILE_NAME = "edit-session.json";

const pathOf = (deps: Deps, { session }: SessionOptions): string =>
  session === undefined ? join(storeFolder(deps, {}), FILE_NAME) : resolve(deps.cwd, session);

/** The session of the command before. Throws `missing_session`. */
export async function readSession(deps: Deps, options: SessionOptions): Promise<EditState> {
  const path = pathOf(deps, options);
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined)
    throw usageError(
      "missing_session",
      `No video is open for editing (${path}). Open one: \`kling edit init VIDEO_ID_OR_URL\`.`,
    );
  const state = parse(text);
  if (state) return state;
  throw usageError("missing_session", `${path} is not an editing session. Open one: \`kling edit init …\`.`);
}

/** Before a video is opened: throws `file_exists` where the named file is no session, which would be lost. */
export async function requireSessionPlace(deps: Deps, options: SessionOptions): Promise<void> {
  const path = pathOf(deps, options);
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined || options.session === undefined || parse(text)) return;
  throw usageError(
    "file_exists",
    `--session: ${path} exists already and is not an editing session. Nothing was sent. Give another name.`,
  );
}

/** The file is our own: its form is looked at, its values are those that were written. */
function parse(text: string): EditState | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isState(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isState = (value: unknown): value is EditState =>
  isJsonObject(value) &&
  typeof value["sessionId"] === "string" &&
  typeof value["openedAtMs"] === "number" &&
  isJsonObject(value["source"]) &&
  Array.isArray(value["selections"]);

/** Only you can read the file (mode 0600): it may contain a link to your video. */
export async function writeSession(deps: Deps, options: SessionOptions, state: EditState): Promise<string> {
  const path = pathOf(deps, options);
  await makeFolder(dirname(path), { mode: 0o700 });
  await writeWhole(path, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  return path;
}
