import {
  type AspectRatio,
  appraise,
  type Capability,
  ceilingOf,
  compile,
  EFFECT_SCENES,
  type Estimate,
  findModel,
  PRICE_CARD,
  ROUTES,
  type Route,
  roundUnits,
  USD_PER_UNIT,
  type VideoRequest,
  videoEffects,
} from "@klingkit/spec";
import { code, page, table } from "../markdown.ts";

const SECONDS = 5;
const prompt = "a fox";
const image = "https://example.com/a.png";
const url = "https://example.com/a.mp4";
const aspectRatio: AspectRatio = "16:9";

const BASES: Readonly<Record<Capability, readonly (readonly [string, VideoRequest])[]>> = {
  "text-to-video": [["", { prompt, aspectRatio }]],
  "image-to-video": [["", { prompt, firstFrame: image }]],
  "omni-video": [
    ["prompt and images", { prompt, references: [{ image }] }],
    ["a video to refer to", { prompt, video: { url, use: "feature" } }],
    ["a video to edit", { prompt, video: { url, use: "base" } }],
  ],
  // As long as the video whose motion is used.
  "motion-control": [["", { motion: { image, videoUrl: url, orientation: "video" } }]],
};

const RESOLUTIONS = ["720p", "1080p", "4k"] as const;
const AUDIO = { off: "off", native: "generated", original: "of the input" } as const;

const AUDIO_MODES = ["off", "native", "original"] as const satisfies readonly (keyof typeof AUDIO)[];

/** List prices of Kling: for every route of a model that is sold, by resolution and audio. */
export function printPricesPage(): string {
  const routes = ROUTES.filter(({ state, operation, row }) => state !== "retired" && operation && row);
  const units = Object.entries(USD_PER_UNIT).map(([unit, usd]) => [code(unit), `US$ ${usd}`]);
  return page("Prices", [
    `What a video costs at Kling, by the price list of ${PRICE_CARD.version} that klingkit plans with. Prices at both services side by side are in [Kling and Higgsfield](../services.md#prices), those of Higgsfield's endpoints in [Higgsfield](higgsfield.md).`,
    "The price of your own request is shown before anything is sent: `kling plan FILE`, or any command that buys with `--dry-run`. A price that is not listed is shown as unknown and never as 0.",
    "## Units",
    "Kling sells packs of units. The list price of one unit:",
    table(["Unit", "List price"], units),
    "## Videos",
    `Units for each second, and the price of a video of ${SECONDS} seconds. A combination that the model does not take has no row.`,
    table(
      ["Model", "Kind", "Resolution", "Audio", "Units per second", `${SECONDS} seconds`],
      combineRows(routes),
    ),
    "Audio *of the input* is that of a video that you give. A row with `family: legacy` needs that field in the request, or the legacy name of the model ([Models](models.md)). The standard route of the model does not take the combination. The length of a video that follows an input video is rounded up to whole seconds (inferred).",
    `Images, speech, voices and elements have prices of their own: \`kling call OPERATION … --dry-run\` shows them. ${effectPrices()}`,
  ]);
}

/** Throws once their prices are listed: then the sentence is wrong. */
function effectPrices(): string {
  const [scene] = EFFECT_SCENES;
  const body = { effect_scene: scene?.name, input: { image } };
  if (appraise(videoEffects.create, body)?.estimate.isKnown !== false)
    throw new Error("prices.md says that Kling lists no prices of effects");
  return "The price of an [effect](effects.md) is unknown, because Kling lists it in its console alone: `--dry-run` shows what third parties paid.";
}

/** Both families sell most models at one price: one row each, and a note where the standard route of the model refuses it. */
function combineRows(routes: readonly Route[]): readonly (readonly string[])[] {
  const rows = new Map(
    routes.filter(({ family }) => family === "standard").flatMap((route) => rowsOf(route).map(keyed)),
  );
  const standard = new Set([...rows.values()].map(([model, kind]) => `${model}|${kind}`));
  for (const route of routes.filter(({ family }) => family === "legacy"))
    for (const [key, row] of rowsOf(route).map(keyed)) {
      if (rows.has(key)) continue;
      const [model = "", kind = "", ...rest] = row;
      const isRefused = standard.has(`${model}|${kind}`);
      rows.set(key, isRefused ? [model, `${kind}, with \`family: legacy\``, ...rest] : row);
    }
  return [...rows.values()];
}

const keyed = (row: readonly string[]): readonly [string, readonly string[]] => [row.join("|"), row];

/** Throws for a route, and for audio that its model takes, without a row: the page says that what has no row is not taken. */
function rowsOf(route: Route): string[][] {
  const rows = priceRowsOf(route);
  const missing = (route.row?.audio ?? []).filter(
    (mode) => !rows.some(([, , , audio]) => audio === AUDIO[mode]),
  );
  if (rows.length === 0 || missing.length > 0)
    throw new Error(`prices.md has no row for ${route.id} ${missing.join(", ")}`);
  return rows;
}

const audioOf = ({ row }: Route) => AUDIO_MODES.filter((mode) => row?.audio.includes(mode));

function priceRowsOf(route: Route): string[][] {
  return BASES[route.capability].flatMap(([what, base]) =>
    RESOLUTIONS.flatMap((resolution) =>
      audioOf(route).flatMap((audio) => {
        const length = base.motion ? {} : { durationSeconds: SECONDS };
        const request = { ...base, ...length, resolution, audio };
        const { issues, estimate } = compile(request, route, { inputVideoSeconds: SECONDS });
        if (issues.length > 0) return [];
        return [[nameOf(route), kindOf(route, what), resolution, AUDIO[audio], ...priceOf(estimate)]];
      }),
    ),
  );
}

const nameOf = ({ model }: Route): string => code(findModel(model)?.standardName ?? model);

const kindOf = ({ capability }: Route, what: string): string =>
  what === "" ? capability : `${capability}, from ${what}`;

function priceOf(estimate: Estimate): readonly string[] {
  const price = ceilingOf(estimate);
  if (!price) return ["–", "not listed"];
  const perSecond = estimate.unitsPerSecond ?? roundUnits(price.units / (price.seconds ?? SECONDS));
  return [String(perSecond), `${price.units} units (US$ ${price.usd.toFixed(2)})`];
}
