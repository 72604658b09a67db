import { EFFECT_SCENES, type EffectScene, WITHDRAWN_SCENES } from "@klingkit/spec";
import { code, page, table } from "../markdown.ts";

/** The scenes of the service, with what is known of each. */
export function printEffectsPage(): string {
  return page("Effects", [
    `The ${EFFECT_SCENES.length} scenes of \`POST /v1/videos/effects\`, from the service's page of 2026-09-20. The list changes every month. For a scene that it lacks, klingkit warns and sends the request.`,
    "```console\n$ kling effects list pet\n$ kling effects create pet_lion_pro --image cat.png --dry-run\n```",
    "Kling lists the prices of effects in its console alone. The units here are what third parties paid (`INF`), and the videos are assumed to last 5 seconds (`INF`). A request therefore counts as one of unknown price: approve it with `--max-units any`. A name that ends in `_9_16` presumably makes a portrait video (`INF`).",
    "**Since** is the day of the change log. `~` marks a day that follows from the order of the list (`INF`).",
    ...section("Scenes of two pictures", "dual"),
    ...section("Scenes of one picture", "single"),
    "## Withdrawn scenes",
    "These names are in older lists. klingkit refuses them; `--allow-retired` sends them all the same, because a response of the service still named some of them on 2026-09-28. `~` marks the day of the large withdrawal, whose announcement names no scenes (`INF`). The service names no replacements: **Use instead** is the current scene of the same name with `_pro` (`INF`).",
    table(
      ["Scene", "Withdrawn", "Use instead"],
      WITHDRAWN_SCENES.map(({ name, withdrawnOn, isNamedByLog, replacedBy }) => [
        code(name),
        `${isNamedByLog ? "" : "~"}${withdrawnOn}`,
        replacedBy === undefined ? undefined : code(replacedBy),
      ]),
    ),
  ]);
}

function section(title: string, kind: EffectScene["kind"]): readonly string[] {
  const scenes = EFFECT_SCENES.filter((scene) => scene.kind === kind);
  return [
    `## ${title} (${scenes.length})`,
    table(["Scene", "Since", "In China", "Units, unverified", "Note"], scenes.map(printScene)),
  ];
}

function printScene(scene: EffectScene): (string | number | undefined)[] {
  const { name, launchedOn, isDerived, isInChina, assumedUnits, priceChangedOn, note } = scene;
  const changed = priceChangedOn === undefined ? undefined : `price changed on ${priceChangedOn}`;
  return [
    code(name),
    launchedOn === undefined ? undefined : `${isDerived ? "~" : ""}${launchedOn}`,
    isInChina ? "yes" : "no",
    assumedUnits,
    [note, changed].filter((part) => part !== undefined).join("; "),
  ];
}
