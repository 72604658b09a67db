import { EDIT_LIMITS, isJsonObject, SERVICE_MESSAGES } from "@klingkit/spec";
import type { EditPoint, EditSession } from "../../world/accounts/account.ts";
import { findParentVideo } from "../creates/parent-video.ts";
import { type Refusal, refuse } from "../envelope.ts";
import type { KlingState } from "../state.ts";
import type { WriteCall, WriteHandler, WriteResult } from "../writes/write-handler.ts";
import { drawMask, maskList } from "./draw-mask.ts";
import { editDuration, findSession, frameCount, SESSION_FILES, sessionTask } from "./sessions.ts";

const INVALID_PARAMETER = 1201;
/** Of the emulator's clips. */
const FRAMES_PER_SECOND = 24;
/** Values other than 0 are not published. INF */
const REFUSED = 1;

const invalid = (message: string): { readonly refusal: Refusal } => ({
  refusal: refuse(INVALID_PARAMETER, message),
});

const textOf = (body: unknown, field: string): string | undefined => {
  const value = isJsonObject(body) ? body[field] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** What every answer of a session begins with. @source DOC 2026-09 */
const headOf = (id: string, status = 0) => ({
  status,
  session_id: id,
  final_unit_deduction: "0",
  final_balance_deduction: { quota: "0", list_price: "0" },
});

const succeed = (data: object): WriteResult => ({ data: JSON.stringify(data) });

/** Opens a session. A video of a length that cannot be edited is answered with a status, not with an error. */
export const openSession: WriteHandler = (state, { account, body }) => {
  const videoId = textOf(body, "video_id");
  const parent = videoId === undefined ? undefined : findParentVideo(state, account, videoId);
  if (videoId !== undefined && !parent) return invalid(SERVICE_MESSAGES.videoNotExtendable(videoId));
  const { assumedInputSeconds } = state.settings.switches;
  const { widthPx, heightPx, durationSeconds } = parent?.plan ?? {
    widthPx: 1280,
    heightPx: 720,
    durationSeconds: assumedInputSeconds,
  };
  const nowMs = state.clock.nowMs();
  const id = state.taskIds.next(account.name, account.sessions.size, nowMs);
  if (editDuration(durationSeconds) === undefined) return succeed(headOf(id, REFUSED));
  const session: EditSession = {
    id,
    openedAtMs: nowMs,
    widthPx,
    heightPx,
    durationSeconds,
    framesPerSecond: FRAMES_PER_SECOND,
    selections: [],
  };
  save(state, { account }, session);
  return succeed({
    ...headOf(id),
    fps: FRAMES_PER_SECOND,
    original_duration: Math.round(durationSeconds * 1000),
    width: widthPx,
    height: heightPx,
    total_frame: frameCount(session),
    normalized_video: linksOf(state, account.name, session).url(SESSION_FILES.normalized, "mp4"),
  });
};

function linksOf(state: KlingState, account: string, session: EditSession) {
  return state.linksOf(
    sessionTask(account, session, state.settings.switches.editPointAxis),
    state.clock.nowMs(),
  );
}

function save(state: KlingState, { account }: Pick<WriteCall, "account">, session: EditSession): void {
  account.sessions.set(session.id, session);
  state.store.account(account);
}

/** Runs with the open session that a body names. */
const inSession =
  (change: (state: KlingState, call: WriteCall, session: EditSession) => WriteResult): WriteHandler =>
  (state, call) => {
    const id = textOf(call.body, "session_id") ?? "";
    const session = findSession(state, call.account, id);
    return session ? change(state, call, session) : invalid(SERVICE_MESSAGES.sessionMissing(id));
  };

interface Pointed {
  readonly frame: number;
  readonly points: readonly EditPoint[];
  /** Points of the frame before. */
  readonly before: readonly EditPoint[];
}

function readPoints(body: unknown, { selections }: EditSession): Pointed {
  const { frame_index: frame, points } = isJsonObject(body) ? body : {};
  const list = Array.isArray(points) ? points.filter(isJsonObject) : [];
  return {
    frame: Number(frame),
    points: list.map(({ x, y }) => ({ x: Number(x), y: Number(y) })),
    before: selections.find(([at]) => at === Number(frame))?.[1] ?? [],
  };
}

const isSame = (one: EditPoint, other: EditPoint): boolean => one.x === other.x && one.y === other.y;

/** Adds points to a frame, and answers with the mask of all its points. */
export const addPoints = inSession((state, call, session) => {
  const { frame, points, before } = readPoints(call.body, session);
  const after = [...before, ...points.filter((point) => !before.some((one) => isSame(one, point)))];
  const { maxFrames, maxPoints } = EDIT_LIMITS;
  if (frame >= frameCount(session)) return invalid(SERVICE_MESSAGES.valueInvalid("frame_index", frame));
  if (after.length > maxPoints) return invalid(SERVICE_MESSAGES.sizeBetween("points", 1, maxPoints));
  if (before.length === 0 && session.selections.length >= maxFrames)
    return invalid(SERVICE_MESSAGES.framesTooMany(maxFrames));
  return select(state, call, { session, frame, points: after });
});

/** Takes points back, which must be those that were given. */
export const deletePoints = inSession((state, call, session) => {
  const { frame, points, before } = readPoints(call.body, session);
  const stranger = points.find((point) => !before.some((one) => isSame(one, point)));
  if (stranger) return invalid(SERVICE_MESSAGES.pointMissing(stranger.x, stranger.y));
  const left = before.filter((one) => !points.some((point) => isSame(one, point)));
  return select(state, call, { session, frame, points: left });
});

interface Selection {
  readonly session: EditSession;
  readonly frame: number;
  readonly points: readonly EditPoint[];
}

function select(state: KlingState, call: WriteCall, { session, frame, points }: Selection): WriteResult {
  const others = session.selections.filter(([at]) => at !== frame);
  const selections = points.length === 0 ? others : [...others, [frame, points] as const];
  save(state, call, { ...session, selections });
  const mask = drawMask(session, points, state.settings.switches.editPointAxis);
  return succeed({ ...headOf(session.id), res: { frame_index: frame, rle_mask_list: maskList(mask) } });
}

export const clearPoints = inSession((state, call, session) => {
  save(state, call, { ...session, selections: [] });
  return succeed(headOf(session.id));
});

export const showSelection = inSession((state, { account }, session) => {
  const { id, selections } = session;
  if (selections.length === 0) return invalid(SERVICE_MESSAGES.selectionMissing(id));
  const links = linksOf(state, account.name, session);
  const { preview, cover, tracking } = SESSION_FILES;
  return succeed({
    ...headOf(id),
    res: {
      video: links.url(preview, "mp4"),
      video_cover: links.url(cover, "png"),
      tracking_output: links.url(tracking, "json"),
    },
  });
});
