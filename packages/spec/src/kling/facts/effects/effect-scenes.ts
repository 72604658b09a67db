import {
  LAUNCHES,
  type Launch,
  NOT_IN_CHINA,
  NOTES,
  PRICES_CHANGED,
  PRICES_CHANGED_ON,
  UNITS_BY_TIER,
} from "./launches.ts";
import { MASS_WITHDRAWAL_ON, WITHDRAWN_NAMES, withdrawnOn } from "./withdrawn.ts";

/** Length of the videos. INF */
export const EFFECT_SECONDS = 5;

/** What third parties paid for most scenes; the service lists prices in its console alone. INF */
export const USUAL_EFFECT_UNITS = 2;

/** Pictures of a dual scene: the person on the left, then the one on the right. @source DOC 2026-09-20 */
export const DUAL_PICTURES = 2;

/** A template that makes a video from one picture or two. */
export interface EffectScene extends Pick<Launch, "kind" | "launchedOn" | "isDerived"> {
  readonly name: string;
  readonly isInChina: boolean;
  /** Units that a video probably costs. INF */
  readonly assumedUnits: number;
  /** Day of a change of price whose amount is not known. */
  readonly priceChangedOn?: string;
  readonly note?: string;
}

/** Every scene of the service's list, in its order. */
export const EFFECT_SCENES: readonly EffectScene[] = /* @__PURE__ */ LAUNCHES.flatMap(
  ({ names, ...launch }) => names.split(" ").map((name) => sceneOf(name, launch)),
);

function sceneOf(name: string, launch: Omit<Launch, "names">): EffectScene {
  const note = NOTES[name];
  return {
    name,
    ...launch,
    isInChina: !NOT_IN_CHINA.includes(name),
    assumedUnits: UNITS_BY_TIER[name] ?? USUAL_EFFECT_UNITS,
    ...(PRICES_CHANGED.includes(name) ? { priceChangedOn: PRICES_CHANGED_ON } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

/** A scene by its name. */
export const findEffectScene = (name: string): EffectScene | undefined =>
  EFFECT_SCENES.find((scene) => scene.name === name);

/** A scene that older lists have. */
export interface WithdrawnScene {
  readonly name: string;
  readonly withdrawnOn: string;
  /** The log names the scene and the day; otherwise the day is that of the large withdrawal. INF */
  readonly isNamedByLog: boolean;
  /** The current scene with the same name and `_pro`. INF: the service names no replacements. */
  readonly replacedBy?: string;
}

export const WITHDRAWN_SCENES: readonly WithdrawnScene[] = /* @__PURE__ */ WITHDRAWN_NAMES.map((name) => {
  const loggedOn = withdrawnOn(name);
  const replacedBy = findEffectScene(`${name}_pro`)?.name;
  return {
    name,
    withdrawnOn: loggedOn ?? MASS_WITHDRAWAL_ON,
    isNamedByLog: loggedOn !== undefined,
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
});

/** A withdrawn scene by its name. */
export const findWithdrawnScene = (name: string): WithdrawnScene | undefined =>
  WITHDRAWN_SCENES.find((scene) => scene.name === name);
