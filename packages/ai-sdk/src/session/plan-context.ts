import type { PlanContext } from "@klingkit/engine";
import { isPublicHostname, MEDIA_RULES } from "@klingkit/spec";
import { loadImage } from "klingkit/node";
import type { KlingkitProviderSettings } from "../settings.ts";
import { requestInvalid } from "../video-error.ts";

/** Reads images for plans, and again when a create is sent. */
export const createPlanContext = (
  baseUrl: string,
  { engine: { telemetry } = {} }: Pick<KlingkitProviderSettings, "engine">,
): PlanContext => ({
  ...(telemetry ? { telemetry } : {}),
  isLocalService: !isPublicHostname(new URL(baseUrl).hostname),
  async loadImage(input, route) {
    const rule = route.row?.imageRule;
    if (!rule) throw requestInvalid(`${route.model} takes no images. Nothing was sent.`);
    return loadImage(input, MEDIA_RULES[rule]);
  },
});
