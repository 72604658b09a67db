import { CONNECTION_FLAGS } from "../../session/connection-flags.ts";
import type { CommandRow } from "../command-row.ts";

/** \`kling models\`. */
export const modelsRow: CommandRow = {
  words: ["models"],
  summary: "Show what each model can do, where it is sold and at which price",
  flags: [
    ["--capability <name>", "Kind of video: text-to-video, image-to-video, omni-video or motion-control"],
    ["--offers", "Show each route: who sells the model, its price and its limits"],
    ["--live", "Ask Higgsfield which of its models your account may use; needs its key"],
    ["--retired", "Show models that the service refuses now, too"],
    ["--json [fields]", "Print JSON, or only these fields"],
    ...CONNECTION_FLAGS,
  ],
  load: async () => (await import("./models-run.ts")).runModels,
};
