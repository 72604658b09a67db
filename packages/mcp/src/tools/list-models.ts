import { ceilingOf, compile, findModel, ROUTES, type Route, type VideoRequest } from "@klingkit/spec";
import * as z from "zod/mini";
import { resultOf } from "../results.ts";
import { unknownValue } from "../unknown-value.ts";
import { defineTool } from "./tool.ts";

/** `list_models`: what can be asked for, and at which price. */
export const listModels = defineTool({
  name: "list_models",
  title: "List models",
  description:
    "Kling video models with durations, sizes, audio and the price of 5 s at the defaults (units and US$)",
  input: z.strictObject({ capability: z.optional(z.string().check(z.describe("such as text-to-video"))) }),
  output: z.looseObject({ models: z.array(z.looseObject({})) }),
  effect: "reads",
  isIdempotent: true,
  isOpenWorld: false,
  call({ capability }) {
    const offered = ROUTES.filter(
      (route) =>
        route.row !== undefined &&
        route.row.retiredOn === undefined &&
        (route.family === "standard" || findModel(route.model)?.standardName == null),
    );
    const known: readonly string[] = [...new Set(offered.map((route) => route.capability))];
    if (capability !== undefined && !known.includes(capability))
      return Promise.resolve(unknownValue("capability", capability, known));
    const wanted = offered.filter((route) => (capability ?? route.capability) === route.capability);
    return Promise.resolve(resultOf({ models: wanted.map(modelJson) }));
  },
});

const IMAGE = "https://example.com/a.png";
const SECONDS = 5;
const BASE: VideoRequest = { prompt: "x", durationSeconds: SECONDS };

function modelJson(route: Route) {
  const { row, capability } = route;
  const price = priceOf(route);
  return {
    model: route.model,
    capability,
    durations_seconds: row?.durationsSeconds,
    resolutions: row?.resolutions,
    aspect_ratios: row?.aspectRatios,
    audio: row?.audio,
    ...(price ? { units_for_5_s: price.units, usd_for_5_s: price.usd } : {}),
  };
}

function priceOf(route: Route) {
  const request = route.capability === "image-to-video" ? { ...BASE, firstFrame: IMAGE } : BASE;
  const compiled = compile(request, route);
  return ceilingOf(compiled.estimate);
}
