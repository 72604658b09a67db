import { it } from "vitest";
import { checkModel, MODEL_CHECK_LIMIT_MS } from "./support/model-check.ts";

// One of two files, so that both cores share the work.
it(
  "keeps its promises for any script of responses, any deaths and any sleep (part 1)",
  {
    timeout: MODEL_CHECK_LIMIT_MS,
  },
  () => checkModel(20_261_121),
);
