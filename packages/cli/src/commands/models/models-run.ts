import {
  type CapabilityRow,
  describeCondition,
  describeDurations,
  findModel,
  ROUTES,
  type Route,
} from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import { countOf } from "../../terminal/count-of.ts";
import { type OutputOptions, pickFields, printResult } from "../../terminal/output.ts";
import { formatTable } from "../../terminal/table.ts";
import { readAccountModels, withAccount } from "./account-models.ts";
import { drawOffers, pricesText } from "./draw-offers.ts";
import { type Offer, offersOf } from "./offers.ts";

export interface ModelsOptions extends OutputOptions, ConnectionOptions {
  readonly capability?: string;
  readonly retired?: boolean;
  readonly offers?: boolean;
  readonly live?: boolean;
}

const FIELDS = [
  "model",
  "model_name",
  "capability",
  "path",
  "durations_seconds",
  "resolutions",
  "aspect_ratios",
  "audio",
  "first_frame",
  "last_frame",
  "max_elements",
  "max_reference_images",
  "max_voices",
  "prompt_max_characters",
  "retired_on",
  "routes",
] as const;

const COLUMNS = [
  { title: "CAPABILITY" },
  { title: "MODEL" },
  { title: "MODEL_NAME" },
  { title: "SECONDS" },
  { title: "SIZES", min: 10, rank: 2 },
  { title: "AUDIO", rank: 3 },
  { title: "LAST FRAME", min: 10, rank: 4 },
  { title: "REFERENCES", min: 16, rank: 5 },
  { title: "US$ PER SECOND", rank: 1 },
  { title: "SOLD BY", min: 10, rank: 6 },
] as const;

const CAPABILITIES = /* @__PURE__ */ [...new Set(ROUTES.map(({ capability }) => capability))];

export async function runModels(options: ModelsOptions, deps: Deps): Promise<void> {
  const { capability, retired = false, json } = options;
  if (capability !== undefined && !CAPABILITIES.some((known) => known === capability)) {
    const known = CAPABILITIES.join(", ");
    throw usageError("invalid_capability", `--capability: no '${capability}'. Use ${known}.`);
  }
  const entries = ROUTES.flatMap((route) => (route.row && route.operation ? [{ route, row: route.row }] : []))
    .filter(({ route, row }) => {
      // Both families offer most models; the standard row is the documented one.
      const isShown = route.family === "standard" || findModel(row.model)?.standardName == null;
      return isShown && (retired || !row.retiredOn) && (capability ?? route.capability) === route.capability;
    })
    .toSorted((left, right) => order(left.route) - order(right.route));
  pickFields([], FIELDS, json);
  const account = options.live ? await readAccountModels(deps, options) : undefined;
  const offered = entries.map((entry) => ({ ...entry, offers: withAccount(offersOf(entry.route), account) }));
  const models = offered.map(modelJson);
  const result = { success: true, models: pickFields(models, FIELDS, json), count: models.length };
  printResult(deps, { json: json ?? false }, result, (style) => {
    if (options.offers) return drawOffers(style, offered);
    const table = formatTable(style, COLUMNS, offered.map(modelCells));
    return `${table}${style.dim("MODEL takes the standard path, MODEL_NAME the /v1 path; --model accepts both. Each route with its price and what it cannot do: --offers. The price of a request: --dry-run, and on every route: kling plan --compare.")}\n`;
  });
}

const order = ({ capability }: Route): number => CAPABILITIES.indexOf(capability);

interface Offered {
  readonly route: Route;
  readonly row: CapabilityRow;
  readonly offers: readonly Offer[];
}

function modelJson({ route, row, offers }: Offered): Readonly<Record<string, unknown>> {
  const model = findModel(row.model);
  return {
    model: model?.standardName ?? null,
    model_name: model?.legacyName ?? null,
    capability: route.capability,
    path: route.operation?.path,
    durations_seconds: row.durationsSeconds,
    resolutions: row.resolutions,
    aspect_ratios: row.aspectRatios,
    audio: row.audio,
    first_frame: row.firstFrame,
    last_frame: row.lastFrameWhen ? describeCondition(row.lastFrameWhen) : "never",
    max_elements: row.maxElements,
    max_reference_images: row.maxReferenceImages,
    max_voices: row.maxVoices,
    prompt_max_characters: row.promptMaxCharacters,
    retired_on: row.retiredOn ?? null,
    routes: offers.map(offerJson),
  };
}

const offerJson = ({ usdPerSecond, isAvailable, ...offer }: Offer) => ({
  ...offer,
  usd_per_second: usdPerSecond ?? null,
  ...(isAvailable === undefined ? {} : { is_available: isAvailable }),
});

function modelCells({ route, row, offers }: Offered): readonly string[] {
  const model = findModel(row.model);
  const retired = row.retiredOn ? ` (until ${row.retiredOn})` : "";
  const references = [
    counted(row.maxReferenceImages, "image"),
    counted(row.maxElements, "element"),
    counted(row.videoUses.length > 0 || row.hasMotion ? 1 : 0, "video"),
    counted(row.maxVoices, "voice"),
  ];
  return [
    route.capability,
    model?.standardName ?? "-",
    `${model?.legacyName ?? "-"}${retired}`,
    row.durationsSeconds ? describeDurations(row.durationsSeconds) : "as input",
    row.resolutions.join(" "),
    row.isAudioAlwaysOn ? "always" : row.audio.filter((mode) => mode !== "off").join(" ") || "-",
    row.lastFrameWhen ? describeCondition(row.lastFrameWhen).replace("always", "yes") : "-",
    references.filter(Boolean).join(", ") || "-",
    pricesText(offers),
    [...new Set(offers.map(({ service }) => service))].join(" "),
  ];
}

const counted = (count: number, noun: string): string => (count === 0 ? "" : countOf(count, noun));
