import type { Caption } from "./caption.ts";
import type { FileExtension, ResultPlan } from "./result-plan.ts";

export interface RenderRequest<Plan extends ResultPlan = ResultPlan> {
  readonly plan: Plan;
  /** Which of the result's files. */
  readonly extension: FileExtension;
  /** The same request gives the same bytes. */
  readonly seed: string;
  readonly caption: Caption;
  /** Image that the result starts from (JPEG or PNG bytes). */
  readonly image?: Uint8Array;
  /** Image that a video ends with, where there is one to start from, too. */
  readonly lastImage?: Uint8Array;
}
