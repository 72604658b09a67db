import {
  EXTENDABLE_MODELS,
  findModel,
  type ResultKind,
  type ResultOutcome,
  videoExtend,
} from "@klingkit/spec";
import type { PlanContext } from "../context/media-loader.ts";
import { FrameError } from "../frames/frame-error.ts";
import { SYSTEM_FRAMES } from "../frames/frame-source.ts";
import type { NeedForm } from "../store/need-form.ts";
import type { ItemNeed } from "./job-graph.ts";
import type { PlannedNeed } from "./needs.ts";
import type { PlannedJob } from "./plan.ts";
import { SESSION_FIELD } from "./request-inputs.ts";
import type { JudgedItem } from "./request-planner.ts";

/** A job that others need, as far as it was planned. */
export interface Parent {
  readonly name: string;
  /** Absent where it could not be planned; then the batch has mistakes anyway. */
  readonly job?: PlannedJob | undefined;
  /** What it will make, as far as that is known. */
  readonly results: readonly ResultOutcome[];
  /** Which of several jobs with the same request it is, from 0. */
  readonly ordinal: number;
}

/** A need as it stands in a plan. */
export function toPlannedNeed(need: ItemNeed, { name, job, ordinal }: Parent): PlannedNeed {
  const kind = need.take === "last-frame" ? "video" : need.kind;
  return {
    input: need.input,
    job: name,
    hash: job?.hash ?? "",
    ...(ordinal === 0 ? {} : { ordinal }),
    form: formOf(need),
    ...(kind === undefined ? {} : { kind }),
    number: need.number,
  };
}

function formOf({ take, takes }: ItemNeed): NeedForm {
  if (take === "last-frame") return "last-frame";
  return takes === "file" ? "link" : takes;
}

/** The length of the video that a job takes from others, where it is known. */
export function secondsOf(needs: readonly (readonly [ItemNeed, Parent])[]): number | undefined {
  for (const [{ field, take, kind, number }, { job, results }] of needs) {
    // A session is about the video that its call was given.
    const ofSession = field === SESSION_FIELD ? job?.inputVideoSeconds : undefined;
    if (ofSession !== undefined) return ofSession;
    if (take !== "result" || kind !== "video") continue;
    const { seconds } = results.filter((result) => result.kind === "video")[number - 1] ?? {};
    if (seconds !== undefined) return seconds;
  }
  return undefined;
}

const A: Readonly<Record<string, string>> = {
  video: "a video",
  image: "an image",
  audio: "an audio file",
  element: "an element",
};
const say = (kind: ResultKind): string => A[kind] ?? `a ${kind}`;

type Mistake = JudgedItem["found"][number];

/** The job that takes something of another; empty where it could not be planned. */
type Taker = Partial<Pick<PlannedJob, "service" | "operation">>;

/** What a job cannot take of another. */
export function judgeNeed(need: ItemNeed, parent: Parent, taker: Taker): readonly Mistake[] {
  const message = need.take === "last-frame" ? judgeFrame(need, parent) : judgeResult(need, parent, taker);
  return message === undefined || !parent.job ? [] : [{ field: need.field, message }];
}

const kindsOf = ({ results }: Parent): readonly ResultKind[] => [...new Set(results.map(({ kind }) => kind))];

function judgeFrame({ takes, kind }: ItemNeed, parent: Parent): string | undefined {
  if (takes !== "file" || kind !== "image")
    return `takes no image, and the last frame of ${parent.name} is one.`;
  const made = kindsOf(parent);
  if (made.length === 0 || made.includes("video")) return undefined;
  return `${parent.name} makes ${made.map(say).join(" and ")}, which has no last frame.`;
}

function judgeResult(
  { takes, kind, number }: ItemNeed,
  parent: Parent,
  { service, operation }: Taker,
): string | undefined {
  const { name, job, results } = parent;
  if (takes !== "file" && service !== undefined && job?.service !== undefined && service !== job.service)
    return `${name} is made by ${job.service}, whose ids mean nothing to ${service}.`;
  if (operation === videoExtend.create.id && job && !isExtendable(job))
    return `Kling cannot extend the video of ${name}: its model is ${job.model}, and only videos of ${EXTENDABLE_MODELS.join(", ")} can be extended. Start a second video from its last frame instead: firstFrame: { lastFrameOf: ${name} }.`;
  const made = kindsOf(parent);
  if (made.length === 0 || kind === undefined) return undefined;
  const alike = results.filter((result) => result.kind === kind);
  const count = alike.length;
  if (count === 0) {
    const frame =
      kind === "image" && made.includes("video") ? " Use { lastFrameOf: NAME } for its last frame." : "";
    return `takes ${say(kind)}, and ${name} makes ${made.map(say).join(" and ")}.${frame}`;
  }
  if (number <= count || alike.some(({ mayBeSeveral }) => mayBeSeveral)) return undefined;
  return `${name} makes ${count === 1 ? say(kind) : `${count} of its kind`}, so there is no result ${number}.`;
}

/** A video that was extended can be extended again. */
const isExtendable = ({ operation, model }: PlannedJob): boolean =>
  operation === videoExtend.create.id || EXTENDABLE_MODELS.includes(findModel(model)?.legacyName ?? model);

/** Nothing is paid for a chain that cannot go on where its last frames are needed. */
export async function judgeDecoder(
  needs: readonly ItemNeed[],
  { frames = SYSTEM_FRAMES }: Pick<PlanContext, "frames">,
): Promise<readonly Mistake[]> {
  const need = needs.find(({ take }) => take === "last-frame");
  if (!need) return [];
  try {
    await frames.check();
    return [];
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    return [{ field: need.field, message: error.message, cause: error }];
  }
}
