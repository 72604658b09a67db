import {
  type AspectRatio,
  type Capability,
  ceilingOf,
  compile,
  type Estimate,
  findModel,
  PRICE_CARD,
  ROUTES,
  type Route,
  roundUnits,
  USD_PER_UNIT,
  type VideoRequest,
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
    ["an input video", { prompt, video: { url, use: "feature" } }],
  ],
  "motion-control": [["", { motion: { image, videoUrl: url, orientation: "video" } }]],
};

const RESOLUTIONS = ["720p", "1080p", "4k"] as const;
const AUDIO = ["off", "native"] as const;

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
      uniqueRows(routes.flatMap(rowsOf)),
    ),
    "The length of a video that follows an input video is rounded up to whole seconds (inferred). Effects, images, speech, voices and elements have prices of their own: `kling call OPERATION … --dry-run` shows them.",
  ]);
}

/** Both families sell most models at one price: one row each. */
const uniqueRows = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] => [
  ...new Map(rows.map((row) => [row.join("|"), row])).values(),
];

function rowsOf(route: Route): string[][] {
  return BASES[route.capability].flatMap(([what, base]) =>
    RESOLUTIONS.flatMap((resolution) =>
      AUDIO.flatMap((audio) => {
        const request = { ...base, durationSeconds: SECONDS, resolution, audio };
        const { issues, estimate } = compile(request, route, { inputVideoSeconds: SECONDS });
        if (issues.length > 0) return [];
        return [
          [
            nameOf(route),
            kindOf(route, what),
            resolution,
            audio === "off" ? "off" : "generated",
            ...priceOf(estimate),
          ],
        ];
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
