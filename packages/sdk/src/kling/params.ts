import type { KlingParams } from "./params.gen.ts";

/** Bodies of the standard creates of one capability, by model. */
export type StandardBodies<Capability extends string> = {
  [Id in keyof KlingParams as Id extends `${Capability}/${infer Model}` ? Model : never]: KlingParams[Id];
};

/** Body of the create of one legacy product. */
export type LegacyBody<Product extends "text2video" | "image2video" | "omni-video" | "motion-control"> =
  KlingParams[`v1/${Product}`];
