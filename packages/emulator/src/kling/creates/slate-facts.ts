import { CAMERA_AXIS_LIMIT, type CameraFact, type VideoFacts, videoExtend } from "@klingkit/spec";
import type { GivenInput } from "../../inputs/slate-input.ts";
import type { CameraMove } from "../../media/index.ts";
import { type CreateRequest, textOf, videoPartOf } from "./create-request.ts";

/** The last part of products whose results say by themselves what was done. */
const PLAIN = /^(?:(?:text|image)(?:2|-to-)video|omni-(?:video|image)|generations)$/;

/** Last parts that would say too little or too much. */
const OPERATION_WORDS: Readonly<Record<string, string>> = {
  "video-to-audio": "audio added",
  "multi-elements": "edit",
};

/** An avatar's last part is that of a plain video. */
const AVATAR = /^avatar\//;

/** What was done, in words for the picture; undefined where that is plain. */
export function operationWords(request: CreateRequest): string | undefined {
  const { operation, parent } = request;
  const { product } = operation;
  if (operation.id === videoExtend.create.id) return `part ${partOf(parent?.task.slate?.operation) + 1}`;
  const facts = videoPartOf(request)?.facts;
  if (facts?.videos.some(({ use }) => use === "base")) return "edit";
  const name = product.slice(product.lastIndexOf("/") + 1);
  if (AVATAR.test(product)) return "avatar";
  if (PLAIN.test(name)) return undefined;
  const effect = textOf(request, "effect_scene");
  if (effect !== undefined) return `effect ${wordsOf(effect)}`.slice(0, MAX_CHARACTERS);
  return OPERATION_WORDS[name] ?? wordsOf(name);
}

const MAX_CHARACTERS = 28;

const wordsOf = (name: string): string => name.replace(/[-_]+/g, " ");

/** Number of the part that a video ends with. */
const partOf = (operation: string | undefined): number =>
  Number(/^part (\d+)$/.exec(operation ?? "")?.[1] ?? 1);

/** Inputs beside first and last frame, which are in the picture. */
export function givenInputs({
  motionImage,
  motionVideo,
  referenceImages,
  elements,
  videos,
  voices,
}: VideoFacts): readonly GivenInput[] {
  const named = (kind: GivenInput["kind"], word: string) => (item: { value: string; label?: string }) => ({
    kind,
    value: item.value,
    name: item.label ?? word,
  });
  const ofId = (kind: GivenInput["kind"]) => (item: { value: string; label?: string }) => ({
    kind,
    value: item.value,
    name: item.label ?? item.value,
  });
  return [
    ...[motionImage].filter((item) => item !== undefined).map(named("image", "person")),
    ...[motionVideo]
      .filter((item) => item !== undefined)
      .map((item) => ({ ...named("video", "motion")(item), isMotion: true })),
    ...referenceImages.map(named("image", "reference")),
    ...elements.map(ofId("element")),
    ...videos.map(named("video", "video")),
    ...voices.map(ofId("audio")),
  ];
}

/** Half of the way: the whole movements have no numbers. */
const HALF = 0.5;
const STILL: CameraMove = { right: 0, down: 0, nearer: 0, clockwise: 0 };

/** INF from the names, which is all that the documentation says. */
const WHOLE_MOVES: Readonly<Record<string, Partial<CameraMove>>> = {
  down_back: { down: HALF, nearer: -HALF },
  forward_up: { down: -HALF, nearer: HALF },
  right_turn_forward: { right: HALF, nearer: HALF },
  left_turn_forward: { right: -HALF, nearer: HALF },
};

/** By axis, for a value above 0. Documents of 2025 and 2026 disagree on pan and tilt: the newer ones count. @source DOC-OLD 2026-03 */
const AXIS_MOVES: Readonly<Record<string, Partial<CameraMove>>> = {
  horizontal: { right: 1 },
  vertical: { down: -1 },
  pan: { right: 1 },
  tilt: { down: -1 },
  roll: { clockwise: 1 },
  // The documentation says: wider. INF
  zoom: { nearer: -1 },
};

/** How a picture shows a camera; undefined where it does not move, or in a way that is not known. */
export function cameraMove(camera: CameraFact | undefined): CameraMove | undefined {
  const whole = WHOLE_MOVES[camera?.type ?? ""];
  if (whole) return { ...STILL, ...whole };
  const [axis, value] = Object.entries(camera?.config ?? {}).find(([, amount]) => amount !== 0) ?? [];
  const move = AXIS_MOVES[axis ?? ""];
  if (!move || value === undefined) return undefined;
  const share = Math.max(-1, Math.min(1, value / CAMERA_AXIS_LIMIT));
  const scaled = (amount = 0) => (amount === 0 ? 0 : amount * share);
  return {
    right: scaled(move.right),
    down: scaled(move.down),
    nearer: scaled(move.nearer),
    clockwise: scaled(move.clockwise),
  };
}
