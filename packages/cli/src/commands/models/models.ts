import type { CommandRow } from "../command-row.ts";

/** \`kling models\`. */
export const modelsRow: CommandRow = {
  words: ["models"],
  summary: "Show what every model can do (seconds, sizes, sound, inputs), and where it is sold",
  flags: [
    ["--capability <name>", "text-to-video, image-to-video, omni-video or motion-control"],
    ["--retired", "also models that the service refuses now"],
    ["--json [fields]", "print JSON, or only these fields"],
  ],
  load: async () => (await import("./models-run.ts")).runModels,
};
