import { EDIT_LIMITS, type RleMask } from "@klingkit/spec";
import type { Account, EditSession } from "../../world/accounts/account.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import { NOBODYS } from "../library/official.ts";
import type { KlingState } from "../state.ts";
import { drawMask, maskList } from "./draw-mask.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Files of a session, by their place among its results. */
export const SESSION_FILES = { normalized: 0, preview: 1, cover: 2, tracking: 3 } as const;

/** A session that is still open; undefined for others. */
export function findSession(state: KlingState, account: Account, id: string): EditSession | undefined {
  const found = account.sessions.get(id);
  const isOpen = found && state.clock.nowMs() < found.openedAtMs + EDIT_LIMITS.sessionHours * HOUR_MS;
  return isOpen ? found : undefined;
}

export const frameCount = ({ durationSeconds, framesPerSecond }: EditSession): number =>
  Math.round(durationSeconds * framesPerSecond);

/** Length of the edit that a video of this length takes; undefined for lengths that are refused. @source DOC 2026-09 */
export function editDuration(seconds: number): "5" | "10" | undefined {
  const inside = ({ min, max }: { readonly min: number; readonly max: number }) =>
    seconds >= min && seconds <= max;
  if (inside(EDIT_LIMITS.seconds["5"])) return "5";
  return inside(EDIT_LIMITS.seconds["10"]) ? "10" : undefined;
}

/** The files of a session stand under links like those of a task. No read shows it. */
export function sessionTask(account: string, session: EditSession, axis: "down" | "up"): TaskRecord {
  const { id, widthPx, heightPx, durationSeconds, openedAtMs } = session;
  const picture = { widthPx, heightPx };
  const video = { kind: "video", ...picture, durationSeconds, hasAudio: false } as const;
  return {
    ...NOBODYS,
    id,
    account,
    product: "multi-elements",
    seedKey: `${account}/session/${id}`,
    prompt: "editing session",
    createdAtMs: openedAtMs,
    updatedAtMs: openedAtMs,
    expiresAtMs: openedAtMs + 30 * DAY_MS,
    results: [
      video,
      video,
      { kind: "image", ...picture, format: "png" },
      { kind: "data", text: JSON.stringify(trackingOf(session, axis)) },
    ],
  };
}

/** Masks of every frame: what the first selected frame shows stays where it is. The format is not documented. INF */
function trackingOf(session: EditSession, axis: "down" | "up"): readonly object[] {
  const [, points = []] = session.selections[0] ?? [];
  const list = maskList(drawMask(session, points, axis)).map(
    ({ object_id, rle_mask }): { object_id: number; rle_mask: RleMask } => ({ object_id, rle_mask }),
  );
  return Array.from({ length: frameCount(session) }, (_, frame_index) => ({
    frame_index,
    rle_mask_list: list,
  }));
}

/** The session whose files an id stands for. */
export function findSessionTask(
  state: Pick<KlingState, "accounts" | "settings">,
  id: string,
): TaskRecord | undefined {
  for (const account of state.accounts.all()) {
    const session = account.sessions.get(id);
    if (session) return sessionTask(account.name, session, state.settings.switches.editPointAxis);
  }
  return undefined;
}
