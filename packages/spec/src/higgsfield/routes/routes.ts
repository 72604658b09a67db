import type { RouteState } from "../../operation/route-state.ts";
import type { Source } from "../../source.ts";
import type { HiggsfieldCreate } from "../operation.ts";
import { HIGGSFIELD_CREATES } from "../operations/index.ts";

/** One endpoint, or something that is asked for as if it were one. */
export interface HiggsfieldRoute {
  /** The endpoint; of what is no route, the name by which it is asked for. */
  readonly id: string;
  readonly state: RouteState | "not-a-route";
  readonly evidence: readonly Source[];
  /** Absent for what cannot be sent from here. */
  readonly operation?: HiggsfieldCreate;
  /** Endpoints that do what it is asked for. */
  readonly useInstead?: readonly string[];
  /** Why, and what to do. */
  readonly note?: string;
}

const seed: Source = {
  confidence: "DOC-OLD",
  readOn: "2025-12",
  note: "seed 003: copied from the web page of the service about that month, with payload and defaults",
};

/** Endpoints of seed 003, which shows each with its payload. */
const IN_SEED: readonly string[] = [
  "kling-video/v2.6/pro/image-to-video",
  "kling-video/v2.6/pro/text-to-video",
  "kling-video/omni/first-last-frame",
  "kling-video/omni/image-reference",
];

const catalogues: Source = {
  confidence: "MIRROR",
  readOn: "2026-10",
  note: "in none of three catalogues; about 45 % of one was not read",
};

/** Names that seed 003 left open, and the retired generation of the API. */
const NO_ENDPOINTS: readonly HiggsfieldRoute[] = [
  {
    id: "kling-video/omni/image-to-video",
    state: "not-a-route",
    evidence: [catalogues],
    useInstead: ["kling-video/omni/first-last-frame", "kling-video/omni/image-reference"],
    note: "Omni makes a video of an image by first-last-frame without last_frame_url, or by image-reference.",
  },
  {
    id: "kling-video/omni/image_edit",
    state: "not-a-route",
    evidence: [catalogues],
    useInstead: ["kling-video/omni/video-edit"],
    note: "image_edit is an operation type of other models. Omni edits videos; Kling's own API edits images.",
  },
  {
    id: "generate/kling-2-5",
    state: "retired",
    evidence: [
      {
        confidence: "SDK",
        readOn: "2025-11",
        note: "job sets of the first API, with credentials as hf-api-key and hf-secret",
      },
    ],
    useInstead: ["kling-video/v2.5-turbo/pro/image-to-video"],
    note: "Job sets (`/generate/…`, `/v1/job-sets/{id}`) belong to the first API and are not sent from here.",
  },
];

/** Every route, those that can be sent first. */
export const HIGGSFIELD_ROUTES: readonly HiggsfieldRoute[] = [
  ...HIGGSFIELD_CREATES.map((operation): HiggsfieldRoute => {
    const { id, state, evidence } = operation;
    return { id, state, evidence: IN_SEED.includes(id) ? [...evidence, seed] : evidence, operation };
  }),
  ...NO_ENDPOINTS,
];

export const findHiggsfieldRoute = (id: string): HiggsfieldRoute | undefined =>
  HIGGSFIELD_ROUTES.find((route) => route.id === id);
