import { type Capability, didYouMean, findModel, MODELS, type Model, suggest } from "@klingkit/spec";
import { KlingkitVideoError } from "../video-error.ts";

/** A model id of a call, read. */
export interface WantedModel {
  /** Name of the model in the catalogue, such as `kling-3.0-turbo` or `kling-v2-6`. */
  readonly model: string;
  /** What the id's ending asks for: `-t2v`, `-i2v`, `-motion-control`. Absent: what the call's inputs ask for. */
  readonly capability?: Capability;
  /** Day since which the service refuses the model. */
  readonly retiredOn?: string;
}

/** Ids of gateways and registries. */
const PREFIX = /^(?:klingkit|klingai|kling)[/:]/;
/** Ids of `@ai-sdk/klingai`: version and kind, such as `kling-v2.1-master-i2v`. */
const DROP_IN_ID = /^(kling-v[\d.]+(?:-(?:master|turbo))?)-(t2v|i2v|motion-control)$/;
const CAPABILITIES: Readonly<Record<string, Capability>> = {
  t2v: "text-to-video",
  i2v: "image-to-video",
  "motion-control": "motion-control",
};

/** Reads a model id. Throws KlingkitVideoError `model_unknown`. */
export function readModelId(id: string): WantedModel {
  const name = id.replace(PREFIX, "");
  const [, version, kind = ""] = DROP_IN_ID.exec(name) ?? [];
  const capability = CAPABILITIES[kind];
  const wanted = version === undefined ? name : version.replace(/\.0$/, "").replaceAll(".", "-");
  const model = findModel(wanted);
  if (!model || model.capabilities.length === 0) throw unknownModel(id, name);
  if (capability && !model.capabilities.includes(capability)) throw unknownModel(id, name);
  return {
    model: wanted,
    ...(capability ? { capability } : {}),
    ...(model.retiredOn === undefined ? {} : { retiredOn: model.retiredOn }),
  };
}

const isLiving = ({ retiredOn, capabilities }: Model): boolean =>
  retiredOn === undefined && capabilities.length > 0;

function unknownModel(id: string, name: string): KlingkitVideoError {
  const names = MODELS.filter(isLiving).flatMap(({ standardName, legacyName }) =>
    [standardName, legacyName].filter((known) => known !== null),
  );
  const near = suggest(name, names);
  const hint = didYouMean(near);
  return new KlingkitVideoError({
    code: "model_unknown",
    message: `${JSON.stringify(id)} is no video model of Kling.${hint} Nothing was sent. Use ${names.join(", ")}.`,
    mayHaveCharged: "no",
  });
}

/** The living model that stands for a retired one: of the same family, because its options are written for that. */
export const replacementOf = (capability: Capability): string =>
  capability === "omni-video" ? "kling-v3-omni" : "kling-v3";
