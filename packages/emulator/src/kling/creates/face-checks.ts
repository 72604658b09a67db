import { advancedLipSync, identifyFace, SERVICE_MESSAGES } from "@klingkit/spec";
import type { ImagePlan } from "../../media/index.ts";
import { type Refusal, refuse } from "../envelope.ts";
import { formatSeconds } from "../renderings/format.ts";
import { type CreateRequest, textOf } from "./create-request.ts";
import { parentInfo } from "./parent-video.ts";

const INVALID_PARAMETER = 1201;
const FACE = "face_choose[0]";

/** Faces are cut out as squares of this side. INF */
const FACE_SIDE_PX = 512;

/** Pictures of the faces that a call finds: as many as the switch says. */
export const planFaces = ({ state }: CreateRequest): readonly ImagePlan[] =>
  Array.from({ length: state.settings.switches.facesPerVideo }, () => ({
    kind: "image",
    widthPx: FACE_SIDE_PX,
    heightPx: FACE_SIDE_PX,
    format: "png",
  }));

/** What the session remembers of its video, and the task of lip sync shows of it. */
export function sessionInfo(request: CreateRequest, nowMs: number): Readonly<Record<string, unknown>> {
  const { parent, state } = request;
  if (parent) return parentInfo(parent, state.linksOf, nowMs);
  // What stands there for a video by address is not documented. INF
  const id = state.taskIds.next(request.account.name, request.account.createCount, nowMs);
  const duration = formatSeconds(state.settings.switches.assumedInputSeconds);
  return { parent_video: { id, url: textOf(request, "video_url"), duration } };
}

/** What is wrong with the faces or the session of a request. Texts are INF. */
export function faceFault(request: CreateRequest): Refusal | undefined {
  const { operation, state } = request;
  const { facesPerVideo, answersNoFaces } = state.settings.switches;
  if (operation.id === identifyFace.create.id)
    return facesPerVideo === 0 && !answersNoFaces ? refused(SERVICE_MESSAGES.noFace) : undefined;
  return operation.id === advancedLipSync.create.id ? sessionFault(request) : undefined;
}

const refused = (message: string): Refusal => refuse(INVALID_PARAMETER, message);

function sessionFault(request: CreateRequest): Refusal | undefined {
  const { session, sound } = request;
  if (!session) return refused(SERVICE_MESSAGES.sessionNotFound(textOf(request, "session_id") ?? ""));
  const face = textOf(request, `${FACE}.face_id`) ?? "";
  if (!session.task.results.some((_, index) => String(index) === face))
    return refused(SERVICE_MESSAGES.faceNotFound(face));
  const [start, end, insert] = ["sound_start_time", "sound_end_time", "sound_insert_time"].map((field) =>
    numberOf(request, `${FACE}.${field}`),
  );
  const lengthMs = (end ?? 0) - (start ?? 0);
  const videoMs = Math.round(session.video.durationSeconds * 1000);
  if (sound && (end ?? 0) > Math.round(sound.durationSeconds * 1000))
    return outOf("sound_end_time", "is behind the end of the audio");
  // The emulator's faces are seen from the beginning to the end.
  return (insert ?? 0) + lengthMs > videoMs
    ? outOf("sound_insert_time", "the audio ends behind the end of the video")
    : undefined;
}

const outOf = (field: string, reason: string): Refusal =>
  refused(SERVICE_MESSAGES.unsupportedWith(`${FACE}.${field}`, reason));

function numberOf({ check: { facts } }: CreateRequest, field: string): number | undefined {
  if (!facts || !("numbers" in facts) || typeof facts.numbers !== "object" || facts.numbers === null)
    return undefined;
  const value: unknown = Object.entries(facts.numbers).find(([name]) => name === field)?.[1];
  return typeof value === "number" ? value : undefined;
}
