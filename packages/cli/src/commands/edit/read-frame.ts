import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFrameDecoder } from "@klingkit/engine";
import type { EditState } from "klingkit";
import { download, localOrigins } from "klingkit/node";
import type { Deps } from "../../deps.ts";
import type { Picture } from "./overlay.ts";

const TIMEOUT_MS = 60_000;

export interface FrameInput {
  readonly state: EditState;
  readonly frame: number;
  readonly baseUrl: string;
}

/** A frame of the video that is edited; undefined without ffmpeg, without a link, or where either fails: a picture is a help, not the work. */
export async function readFrame(
  deps: Deps,
  { state, frame, baseUrl }: FrameInput,
): Promise<Picture | undefined> {
  const { normalizedVideoUrl: url, widthPx, heightPx } = state;
  if (url === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "klingkit-edit-"));
  try {
    const decoder = await findFrameDecoder({ env: deps.env, signal: deps.signal });
    if (!decoder) return undefined;
    const file = join(folder, "video.mp4");
    const own = deps.givenFetch ? { fetch: deps.givenFetch } : {};
    await download({ url }, file, { signal: deps.signal, allowedOrigins: localOrigins(baseUrl), ...own });
    const size = `${widthPx}:${heightPx}`;
    const args = ["-nostdin", "-hide_banner", "-loglevel", "error", "-i", file];
    const pick = ["-vf", `select=eq(n\\,${frame}),scale=${size}`, "-frames:v", "1"];
    const maxBuffer = widthPx * heightPx * 4 + 1024;
    const { signal } = deps;
    const bytes = await readOutput(
      decoder.program,
      [...args, ...pick, "-f", "rawvideo", "-pix_fmt", "rgba", "-"],
      { maxBuffer, signal },
    );
    return bytes.length === widthPx * heightPx * 4 ? { widthPx, heightPx, rgba: bytes } : undefined;
  } catch (error) {
    if (deps.signal.aborted) throw error;
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a program writes to its standard output. */
function readOutput(
  program: string,
  args: readonly string[],
  options: { readonly maxBuffer: number; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...options, encoding: "buffer", timeout: TIMEOUT_MS }, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
  });
}
