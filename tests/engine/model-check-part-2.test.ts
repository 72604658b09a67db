import { it } from "vitest";
import { checkModel, MODEL_CHECK_LIMIT_MS } from "./support/model-check.ts";

// One of two files, so that both cores share the work.
it(
  "keeps its promises for any script of responses, any deaths and any sleep, with two services in one store (part 2)",
  {
    timeout: MODEL_CHECK_LIMIT_MS,
  },
  () => checkModel(20_261_128, { hasOther: true }),
);
