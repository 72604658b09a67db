import type { JsonObject } from "@klingkit/spec";
import type { TaskSnapshot } from "../../core/task.ts";

/** What a task made besides videos; `results` holds the same in one list. */
export type OtherResults = Pick<
  TaskSnapshot,
  "images" | "audios" | "subtitles" | "voices" | "elements" | "results"
>;

export type ReadOthers = (record: JsonObject) => OtherResults;

export const NO_OTHERS: OtherResults = {
  images: [],
  audios: [],
  subtitles: [],
  voices: [],
  elements: [],
  results: [],
};
