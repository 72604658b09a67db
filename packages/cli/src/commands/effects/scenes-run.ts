import { EFFECT_SCENES, type EffectScene, WITHDRAWN_SCENES, type WithdrawnScene } from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { countOf } from "../../terminal/count-of.ts";
import { type OutputOptions, pickFields, printResult } from "../../terminal/output.ts";
import { formatTable } from "../../terminal/table.ts";

export interface ScenesOptions extends OutputOptions {
  readonly kind?: string;
  readonly withdrawn?: boolean;
}

const FIELDS = [
  "name",
  "kind",
  "pictures",
  "launched_on",
  "launch_is_derived",
  "in_china",
  "assumed_units",
  "price_changed_on",
  "note",
] as const;
const WITHDRAWN_FIELDS = ["name", "withdrawn_on", "withdrawal_is_derived", "replaced_by"] as const;

const COLUMNS = [
  { title: "SCENE" },
  { title: "PICTURES", min: 8 },
  { title: "SINCE", min: 10, rank: 1 },
  { title: "CHINA", min: 5, rank: 2 },
  { title: "UNITS (UNVERIFIED)", min: 18, rank: 1 },
] as const;
const WITHDRAWN_COLUMNS = [{ title: "SCENE" }, { title: "UNTIL", min: 10 }, { title: "USE" }] as const;

/** Lists scenes of the catalogue; asks no service. Throws `invalid_kind`. */
export function runScenes(
  text: string | undefined,
  { kind, withdrawn = false, json }: ScenesOptions,
  deps: Deps,
): void {
  if (kind !== undefined && kind !== "single" && kind !== "dual")
    throw usageError("invalid_kind", `--kind: no '${kind}'. Use single or dual.`);
  const word = text?.trim().toLowerCase() ?? "";
  const isAsked = ({ name }: { readonly name: string }) => name.includes(word);
  if (withdrawn) printWithdrawn(WITHDRAWN_SCENES.filter(isAsked));
  else
    printScenes(
      EFFECT_SCENES.filter((scene) => isAsked(scene) && (kind === undefined || scene.kind === kind)),
    );

  function printScenes(scenes: readonly EffectScene[]): void {
    const rows = pickFields(scenes.map(sceneJson), FIELDS, json);
    const result = { success: true, scenes: rows, count: rows.length };
    printResult(deps, { json: json ?? false }, result, (style) => {
      const table = formatTable(style, COLUMNS, scenes.map(sceneCells));
      return `${table}${style.dim(`${countOf(scenes.length, "scene")}. Make one: kling effects create NAME --image FILE`)}\n`;
    });
  }

  function printWithdrawn(scenes: readonly WithdrawnScene[]): void {
    const rows = pickFields(scenes.map(withdrawnJson), WITHDRAWN_FIELDS, json);
    const result = { success: true, withdrawn: rows, count: rows.length };
    printResult(deps, { json: json ?? false }, result, (style) =>
      formatTable(
        style,
        WITHDRAWN_COLUMNS,
        scenes.map(({ name, withdrawnOn, isNamedByLog, replacedBy = "–" }) => [
          name,
          `${isNamedByLog ? "" : "~"}${withdrawnOn}`,
          replacedBy,
        ]),
      ),
    );
  }
}

const picturesOf = ({ kind }: EffectScene): number => (kind === "dual" ? 2 : 1);

function sceneJson(scene: EffectScene): Readonly<Record<string, unknown>> {
  return {
    name: scene.name,
    kind: scene.kind,
    pictures: picturesOf(scene),
    launched_on: scene.launchedOn ?? null,
    launch_is_derived: scene.isDerived === true,
    in_china: scene.isInChina,
    assumed_units: scene.assumedUnits,
    price_changed_on: scene.priceChangedOn ?? null,
    note: scene.note ?? null,
  };
}

const sceneCells = (scene: EffectScene): readonly string[] => [
  scene.name,
  String(picturesOf(scene)),
  scene.launchedOn === undefined ? "–" : `${scene.isDerived ? "~" : ""}${scene.launchedOn}`,
  scene.isInChina ? "yes" : "no",
  `about ${scene.assumedUnits}`,
];

const withdrawnJson = ({
  name,
  withdrawnOn,
  isNamedByLog,
  replacedBy,
}: WithdrawnScene): Readonly<Record<string, unknown>> => ({
  name,
  withdrawn_on: withdrawnOn,
  withdrawal_is_derived: !isNamedByLog,
  replaced_by: replacedBy ?? null,
});
