import type { PlanContext } from "@klingkit/engine";
import { MEDIA_RULES } from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { isInlineImage } from "../files/inline-image.ts";
import { isInlineSound } from "../files/inline-sound.ts";
import type { TargetOptions } from "../session/is-local-service.ts";
import { createPriceQuestions } from "./ask-price.ts";
import { serviceRow } from "./service-registry.ts";

/** Flags that say where creates go, and whether something may be sent for a plan. */
export interface PlanContextOptions extends TargetOptions {
  readonly dryRun?: boolean;
  readonly savePlan?: string;
}

/** Reads images for plans and for the creates that come of them. Throws `image_not_found`. */
export function createPlanContext(deps: Deps, options: PlanContextOptions): PlanContext {
  const { signal, telemetry } = deps;
  // A dry run sends nothing, and the emulator of a command is not there yet.
  const isSilent = options.emulated || options.dryRun || options.savePlan !== undefined;
  return {
    ...(telemetry ? { telemetry } : {}),
    ...(isSilent ? {} : { askPrice: createPriceQuestions(deps, options) }),
    isLocalService: (service) => serviceRow(service).isLocal(deps, options),
    async loadImage(input, route) {
      const { loadImage } = await import("klingkit/node");
      const rule = route.row?.imageRule;
      if (!rule) throw usageError("invalid_image", `${route.id} takes no images; '${input}' cannot be sent.`);
      return loadImage(input, MEDIA_RULES[rule], { signal });
    },
    async loadFile(input, target) {
      const { service, kind, rule: name } = target;
      const { describeUpload } = serviceRow(service);
      if (describeUpload) return describeUpload(input, target);
      const [, rule] = Object.entries(MEDIA_RULES).find(([known]) => known === name) ?? [];
      if (kind === "audio" && rule && !isInlineSound(input))
        return (await import("klingkit/node")).loadSound(input, rule, { signal });
      if (kind !== "image" || !rule || isInlineImage(input)) return undefined;
      const { loadImage } = await import("klingkit/node");
      return loadImage(input, rule, { signal });
    },
    readFile: async (input) => (await import("./uploads.ts")).readUpload(input),
  };
}
