import { resolve } from "node:path";
import type { EditPoint, EditSession, EditState, SelectedFrame } from "klingkit";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { markPng, requireReplaceable } from "../../files/written-by-klingkit.ts";
import { openKling } from "../../session/client.ts";
import { type ConnectionOptions, readSettings, requireCredentials } from "../../session/settings.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { drawOverlay, emptyPicture, encodePng } from "./overlay.ts";
import { readFrame } from "./read-frame.ts";
import { readSession, requireSessionPlace, type SessionOptions, writeSession } from "./session-file.ts";

export interface EditOptions extends OutputOptions, ConnectionOptions, SessionOptions {}

export interface PointOptions extends EditOptions {
  readonly frame: string;
  readonly pointAxis: string;
  readonly overlay?: string;
}

export async function runInit(video: string, options: EditOptions, deps: Deps): Promise<void> {
  await requireSessionPlace(deps, options);
  const { kling } = connect(deps, options);
  const source = /^https?:/i.test(video) ? { videoUrl: video } : { videoId: video };
  const state = (await kling.edits.open(source, { signal: deps.signal })).state();
  const path = await writeSession(deps, options, state);
  printResult(deps, options, { success: true, ...stateJson(state), session_file: path }, (style) => {
    const { widthPx, heightPx, durationSeconds, frameCount } = state;
    const size = `${widthPx} × ${heightPx} px, ${durationSeconds} s, frames 0 to ${frameCount - 1}`;
    return `${style.good("open")} ${size}\nSelect something: kling edit select 0.5,0.5\n`;
  });
}

const stateJson = ({ sessionId, widthPx, heightPx, durationSeconds, frameCount, selections }: EditState) => ({
  session_id: sessionId,
  width: widthPx,
  height: heightPx,
  duration_seconds: durationSeconds,
  frames: frameCount,
  selections,
});

type Change = (session: EditSession, frame: number, points: readonly EditPoint[]) => Promise<SelectedFrame>;

export const runSelect = (points: readonly string[], options: PointOptions, deps: Deps): Promise<void> =>
  runChange(deps, { points, options }, (session, frame, list) =>
    session.select(frame, list, { signal: deps.signal }),
  );

export const runUnselect = (points: readonly string[], options: PointOptions, deps: Deps): Promise<void> =>
  runChange(deps, { points, options }, (session, frame, list) =>
    session.unselect(frame, list, { signal: deps.signal }),
  );

interface Pointed {
  readonly points: readonly string[];
  readonly options: PointOptions;
}

async function runChange(deps: Deps, { points, options }: Pointed, change: Change): Promise<void> {
  const frame = parseFrame(options.frame);
  const list = points.map(parsePoint);
  const pointAxis = parseAxis(options.pointAxis);
  const before = await readSession(deps, options);
  const overlay = resolve(deps.cwd, options.overlay ?? `selection-${frame}.png`);
  await requireReplaceable({ path: overlay, flag: "--overlay" });
  const { kling, baseUrl } = connect(deps, options);
  const session = kling.edits.resume(before, { pointAxis });
  const selected = await change(session, frame, list);
  const state = session.state();
  await writeSession(deps, options, state);
  const picture = await readFrame(deps, { state, frame, baseUrl });
  const shown = drawOverlay(selected, picture ?? emptyPicture(state.widthPx, state.heightPx));
  await writeWhole(overlay, markPng(encodePng(shown)));
  const note = picture ? {} : { note: "The frame is not in the picture: install ffmpeg to see it." };
  const warning = selected.warning === undefined ? {} : { warning: selected.warning };
  const share = shareOf(selected);
  const result = {
    success: true,
    session_id: state.sessionId,
    frame,
    points: selected.points,
    selected_share: share,
    overlay,
    ...note,
    ...warning,
  };
  printResult(deps, options, result, (style) => {
    const lines = [
      `${style.good("selected")} ${Math.round(share * 1000) / 10} % of frame ${frame}: ${overlay}`,
    ];
    if (note.note !== undefined) lines.push(note.note);
    if (warning.warning !== undefined) lines.push(`${style.warn("warning")} ${warning.warning}`);
    return `${lines.join("\n")}\n`;
  });
}

/** Pixels that are selected, as a share of all. */
function shareOf({ masks }: SelectedFrame): number {
  const shares = masks.map(({ data }) => data.reduce((sum, value) => sum + value, 0) / data.length);
  return Math.min(
    1,
    shares.reduce((sum, share) => sum + share, 0),
  );
}

export async function runClear(options: EditOptions, deps: Deps): Promise<void> {
  const before = await readSession(deps, options);
  const session = connect(deps, options).kling.edits.resume(before);
  await session.clear({ signal: deps.signal });
  await writeSession(deps, options, session.state());
  printResult(
    deps,
    options,
    { success: true, ...stateJson(session.state()) },
    (style) => `${style.good("cleared")} nothing is selected\n`,
  );
}

export async function runPreview(options: EditOptions, deps: Deps): Promise<void> {
  const before = await readSession(deps, options);
  const session = connect(deps, options).kling.edits.resume(before);
  const { videoUrl, coverUrl, trackingUrl } = await session.preview({ signal: deps.signal });
  await writeSession(deps, options, session.state());
  const result = {
    success: true,
    session_id: session.state().sessionId,
    video_url: videoUrl ?? null,
    cover_url: coverUrl ?? null,
    tracking_url: trackingUrl ?? null,
  };
  printResult(deps, options, result, () => `video  ${videoUrl ?? ""}\ncover  ${coverUrl ?? ""}\n`);
}

function connect(deps: Deps, options: EditOptions) {
  const settings = readSettings(deps, options);
  requireCredentials(settings);
  return { kling: openKling(deps, settings), baseUrl: settings.baseUrl.value };
}

function parsePoint(text: string): EditPoint {
  const [x, y, ...rest] = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const isShare = (value: number | undefined): value is number =>
    value !== undefined && value >= 0 && value <= 1;
  if (isShare(x) && isShare(y) && rest.length === 0) return { x, y };
  throw usageError("invalid_point", `'${text}' is not a point. Write x,y from 0 to 1, such as 0.25,0.4.`);
}

function parseFrame(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw usageError("invalid_frame", `--frame: '${text}' is not a whole number from 0.`);
}

function parseAxis(text: string): "down" | "up" {
  if (text === "down" || text === "up") return text;
  throw usageError("invalid_point_axis", `--point-axis: '${text}' is not known. Use down or up.`);
}
