import type { KlingParams } from "./params.gen.ts";

/** Bodies of the standard creates of one capability, by model. */
export type StandardBodies<Capability extends string> = {
  [Id in keyof KlingParams as Id extends `${Capability}/${infer Model}` ? Model : never]: KlingParams[Id];
};
