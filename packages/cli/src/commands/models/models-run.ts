import {
  type Capability,
  type CapabilityRow,
  describeCondition,
  describeDurations,
  findModel,
  ROUTES,
  type Route,
} from "@klingkit/spec";
import { HIGGSFIELD_CREATES, type HiggsfieldWorkflow } from "@klingkit/spec/higgsfield";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { countOf } from "../../terminal/count-of.ts";
import { type OutputOptions, pickFields, printResult } from "../../terminal/output.ts";
import { formatTable } from "../../terminal/table.ts";

export interface ModelsOptions extends OutputOptions {
  readonly capability?: string;
  readonly retired?: boolean;
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
  { title: "MODEL", rank: 1 },
  { title: "MODEL_NAME", min: 16 },
  { title: "SECONDS", min: 8 },
  { title: "SIZES", min: 10 },
  { title: "AUDIO", rank: 2 },
  { title: "LAST FRAME", min: 10, rank: 3 },
  { title: "REFERENCES", min: 16, rank: 4 },
  { title: "SOLD BY", min: 10, rank: 5 },
] as const;

const CAPABILITIES = /* @__PURE__ */ [...new Set(ROUTES.map(({ capability }) => capability))];

export function runModels({ capability, retired = false, json }: ModelsOptions, deps: Deps): void {
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
  const models = entries.map(({ route, row }) => modelJson(route, row));
  const result = { success: true, models: pickFields(models, FIELDS, json), count: models.length };
  printResult(deps, { json: json ?? false }, result, (style) => {
    const table = formatTable(
      style,
      COLUMNS,
      entries.map(({ route, row }) => modelCells(route, row)),
    );
    return `${table}${style.dim("MODEL takes the standard path, MODEL_NAME the /v1 path; --model accepts both. Units and US$: --dry-run; prices of both services: kling plan --compare.")}\n`;
  });
}

const order = ({ capability }: Route): number => CAPABILITIES.indexOf(capability);

function modelJson(route: Route, row: CapabilityRow): Readonly<Record<string, unknown>> {
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
    routes: soldBy(route).map(({ seller, ...offer }) => offer),
  };
}

function modelCells(route: Route, row: CapabilityRow): readonly string[] {
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
    [...new Set(soldBy(route).map(({ seller }) => seller))].join(" "),
  ];
}

interface Offer {
  /** Word of the table: a family of Kling, or another service. */
  readonly seller: string;
  readonly service: string;
  readonly family: string;
  readonly route: string;
  readonly state: string;
}

/** Every route of both services on which a model makes such videos, those that are no longer offered left out. */
function soldBy({ capability, model: name }: Route): readonly Offer[] {
  const model = findModel(name);
  const names = [name, model?.standardName, model?.legacyName];
  const own = ROUTES.filter(
    (route) =>
      route.operation &&
      route.state !== "retired" &&
      route.capability === capability &&
      names.includes(route.model),
  );
  const others = HIGGSFIELD_CREATES.filter(
    ({ state, model: sold, workflow }) =>
      state === "documented" &&
      names.includes(sold) &&
      (WORKFLOWS[capability].includes(workflow) || capability === "omni-video"),
  );
  return [
    ...own.map(({ family, id: route, state }) => ({
      seller: family,
      service: "kling",
      family,
      route,
      state,
    })),
    ...others.map(({ family, id: route, state }) => ({
      seller: "higgsfield",
      service: "higgsfield",
      family,
      route,
      state,
    })),
  ];
}

/** What Higgsfield calls them; models of the omni kind have all of its workflows. */
const WORKFLOWS: Readonly<Record<Capability, readonly HiggsfieldWorkflow[]>> = {
  "text-to-video": ["text-to-video"],
  "image-to-video": ["image-to-video", "first-last-frame"],
  "omni-video": [],
  "motion-control": ["motion-control"],
};

const counted = (count: number, noun: string): string => (count === 0 ? "" : countOf(count, noun));
