import { FACE_SESSION_HOURS } from "@klingkit/spec";

/** Steps between a known credential and a new task. */
export type CheckStep = "validation" | "external-id" | "entitlement" | "balance" | "concurrency";

/** Behaviour that no source settles (`INF`), each with the likeliest reading as its default. */
export interface ServiceSwitches {
  /** Order of the checks of a create. Default: as listed. */
  readonly checkOrder: readonly CheckStep[];
  /** Business code of a retired model; 1201 answers HTTP 400, 1203 answers 404. Default 1201. */
  readonly retiredModelCode: number;
  /** Business code of a retired path. Default 1201. */
  readonly retiredPathCode: number;
  /** `any`: ids of three digits or more exist; `registered`: only those of the library, official ones and those added by control. Default `any`. */
  readonly elements: "any" | "registered";
  /** `any`: voices that are not known exist too; `registered`: only those of the library and the official ones. Default `any`. */
  readonly voices: "any" | "registered";
  /** A video element gets a voice of its own, as documented; one client saw elements without. Default true. */
  readonly clonesVoiceOfElement: boolean;
  /** Deletions answer `data { task_id, task_status }`, as documented; the live service left it out. Default false. */
  readonly answersDataOfDeletion: boolean;
  /** Input URLs: `reserved` fails hosts that cannot exist (`.invalid`), `fetch` reads them, `off` trusts all. Default `reserved`. */
  readonly checksInputs: "reserved" | "fetch" | "off";
  /** Length of an input video whose length is not known, in seconds. Default 5. */
  readonly assumedInputSeconds: number;
  /** Faces that identify-face finds in every video. Default 1. */
  readonly facesPerVideo: number;
  /** A video without faces is answered with an empty list; otherwise with an error. Default false. */
  readonly answersNoFaces: boolean;
  /** Life of a session of identify-face, in hours. Default 24 (DOC-OLD). */
  readonly faceSessionHours: number;
  /** Answers 1302 to a second `/account/costs` within a second. Default false. */
  readonly limitsAccountCosts: boolean;
  /** Where `y` of the points of an edit counts from: `down` from the top, `up` from the bottom. Default `down`. */
  readonly editPointAxis: "down" | "up";
  /** What a create costs whose price nobody publishes, in units of its pack. Default 0. */
  readonly unlistedUnits: number;
  /** Word of success in `/solutions`: the pages write both. Default `succeeded`. */
  readonly solutionSuccessWord: "succeeded" | "succeed";
  /** Body of the callbacks of legacy creates, which two pages describe: that of the create's family, or the new one for all. Default `family`. */
  readonly callbackBodies: "family" | "standard";
  /** Sends a callback for `submitted` too. Default false. */
  readonly sendsSubmittedCallback: boolean;
  /** Waits before a callback is sent again that got no response, 429 or 5xx, in ms; then it is given up. Default 1, 2 and 4 s. */
  readonly callbackRetryDelaysMs: readonly number[];
  /** HTTP status of a result link after its expiry. Default 403. */
  readonly expiredResultStatus: 403 | 404;
  /** A new task stays invisible to reads by id for so long, in ms. Default 0. */
  readonly visibilityDelayMs: number;
}

export const DEFAULT_SWITCHES: ServiceSwitches = {
  checkOrder: ["validation", "external-id", "entitlement", "balance", "concurrency"],
  retiredModelCode: 1201,
  retiredPathCode: 1201,
  elements: "any",
  voices: "any",
  clonesVoiceOfElement: true,
  answersDataOfDeletion: false,
  checksInputs: "reserved",
  assumedInputSeconds: 5,
  facesPerVideo: 1,
  answersNoFaces: false,
  faceSessionHours: FACE_SESSION_HOURS,
  limitsAccountCosts: false,
  callbackBodies: "family",
  sendsSubmittedCallback: false,
  callbackRetryDelaysMs: [1000, 2000, 4000],
  editPointAxis: "down",
  unlistedUnits: 0,
  solutionSuccessWord: "succeeded",
  expiredResultStatus: 403,
  visibilityDelayMs: 0,
};
