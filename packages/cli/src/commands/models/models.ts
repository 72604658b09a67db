import { CONNECTION_FLAGS } from "../../session/connection-flags.ts";
import type { CommandRow } from "../command-row.ts";

/** \`kling models\`. */
export const modelsRow: CommandRow = {
  words: ["models"],
  summary:
    "Show what every model can do (seconds, sizes, audio, inputs), where it is sold and at which price",
  flags: [
    ["--capability <name>", "text-to-video, image-to-video, omni-video or motion-control"],
    ["--offers", "a row for each route: who sells the model, at which price, and what the route cannot do"],
    ["--live", "ask Higgsfield which of its models the account may use; needs its key"],
    ["--retired", "also models that the service refuses now"],
    ["--json [fields]", "print JSON, or only these fields"],
    ...CONNECTION_FLAGS,
  ],
  load: async () => (await import("./models-run.ts")).runModels,
};
