import type { Job } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { showOnOneLine } from "../terminal/show-controls.ts";
import { createStyle } from "../terminal/style.ts";
import { stoppingText } from "./draw-board.ts";
import { readJobSet } from "./job-set.ts";
import { isPoolEvent, poolEventText } from "./pool-news.ts";
import type { RunInput, View } from "./run-input.ts";
import { ownsName } from "./service.ts";
import { newStateWord, paintState } from "./state-words.ts";

/** A line per change of state, for terminals that are too narrow for a board. */
export function createPlainLines(deps: Deps, { engine, jobClient, jobs, services }: RunInput): View {
  const style = createStyle(deps.io.stdout, deps.env);
  const states = new Map<string, Job["state"]>();
  const pools = new Set<string>();
  const models = new Set<string>();
  const look = async () => {
    for (const job of await readJobSet(jobClient, jobs)) {
      pools.add(job.pool);
      models.add(job.model);
      if (states.get(job.id) === job.state) continue;
      states.set(job.id, job.state);
      deps.io.stdout.write(`${paintState(style, job, newStateWord(job))} ${job.name}\n`);
    }
  };
  const onInterrupt = async () => {
    await look();
    const shown = [...states.values()].map((state) => ({ state }));
    if (!shown.some(({ state }) => state === "submitting")) return;
    deps.io.stdout.write(`${style.warn(stoppingText(shown))}\n`);
  };
  return {
    async follow(signal) {
      // A store that cannot be read ends `follow` below, which is heard.
      const say = () => void onInterrupt().catch(() => undefined);
      deps.signal.addEventListener("abort", say, { once: true, signal });
      await look();
      const afterSeq = await jobClient.lastEventSeq();
      for await (const event of engine.events({ afterSeq, signal })) {
        if (isPoolEvent(event) && ownsName(services, event.data.account) && pools.has(event.data.pool)) {
          deps.io.stdout.write(`${style.warn(showOnOneLine(poolEventText(event, models)))}\n`);
        }
        await look();
      }
    },
    finish: look,
  };
}
