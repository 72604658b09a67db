import { MediaError, mediaNotFound } from "klingkit/node";
import { requireObjects } from "../arguments/require-arguments.ts";
import type { PlanContext } from "../context/media-loader.ts";

/** The context for a batch whose paths start at a folder (`locateBatch`): a file that does not exist is reported with that folder. */
export function withMediaFolder(context: PlanContext, folder: string): PlanContext {
  requireObjects("withMediaFolder", { context });
  const { loadImage, loadFile, readFile } = context;
  const missing = (cause: unknown): never => {
    if (!MediaError.isInstance(cause) || cause.code !== "KLINGKIT_MEDIA_NOT_FOUND") throw cause;
    throw mediaNotFound(cause.mediaName, { folder, cause });
  };
  return {
    ...context,
    loadImage: (input, route) => loadImage(input, route).catch(missing),
    ...(loadFile ? { loadFile: (input, target) => loadFile(input, target).catch(missing) } : {}),
    ...(readFile ? { readFile: (input) => readFile(input).catch(missing) } : {}),
  };
}
