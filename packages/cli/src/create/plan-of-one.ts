import { basename } from "node:path";
import { type JobRequest, type Plan, type PlanContext, planJob, sealPlan } from "@klingkit/engine";
import { CliError } from "../errors/cli-error.ts";
import { slugOf } from "../files/free-name.ts";
import type { CreateOptions } from "./create-options.ts";
import type { CreatePlan } from "./plan-create.ts";

/** Where digits of a hash begin, and how many of them tell two requests apart. */
const HASH_START = "sha256:".length;
const HASH_DIGITS = 12;

/** A checked create as a batch of one. Its files are not read again. */
export async function planOfOne(create: CreatePlan, options: CreateOptions): Promise<Plan> {
  const { request, compiled, media } = create;
  const { route } = compiled;
  const name =
    options.output === undefined
      ? slugOf(request.prompt ?? route.capability)
      : basename(options.output, ".mp4");
  const wanted: JobRequest = {
    name,
    index: 1,
    request,
    route,
    ...(options.allowRetired ? { allowsRetired: true } : {}),
  };
  const context = createLoadedContext(media);
  const planned = await planJob(wanted, context);
  const content = await hashOfContent(wanted, context);
  // A name of its own, so that a file which the user has is not replaced by a result that `resume` fetches.
  const output = options.output ?? `${name}-${content}.mp4`;
  return sealPlan(options.purpose?.trim() || `single create ${content}`, [
    { ...planned, output, ...(options.output === undefined ? {} : { keepsPath: true }) },
  ]);
}

/** Names what is asked for, whatever id and callback go with it: the same request again counts as another create for one purpose. */
async function hashOfContent(wanted: JobRequest, context: PlanContext): Promise<string> {
  const { externalTaskId: _, callbackUrl: __, ...request } = wanted.request;
  const { hash } = await planJob({ ...wanted, request }, context);
  return hash.slice(HASH_START, HASH_START + HASH_DIGITS);
}

/** Serves what the command has read and checked already. */
function createLoadedContext(media: CreatePlan["media"]): PlanContext {
  return {
    // Addresses were judged with the flags.
    isLocalService: true,
    loadImage: async (input) => {
      const { value, manifest } = media.get(input) ?? {};
      if (value !== undefined && manifest) return { value, manifest };
      throw new CliError({ code: "image_read_error", message: `${input} was not read. Nothing was sent.` });
    },
  };
}
