import { stateWord } from "../../../packages/engine/src/state/state-words.ts";
import { nextStates, REST_STATES } from "../../../packages/engine/src/state/transitions.ts";
import { JOB_STATES } from "../../../packages/engine/src/store/job-state.ts";
import { JOB_STATE_TEXTS, WAIT_TEXTS } from "../job-state-texts.ts";
import { code, codeList, table } from "../markdown.ts";

export const DIAGRAM = "job-states.svg";

export const printJobStates = (): string[] => [
  "Every state that a job can be in, what it means, and what happens next. `kling jobs show JOB` shows the history of one job: each request that was sent, the approval, the ledger entries and the file.",
  `![States of a job: from planned over approved, submitting, running and succeeded to collected, with five ends below](${DIAGRAM})`,
  table(
    ["State", "In tables", "It means", "Next", "Can become"],
    JOB_STATES.map((state) => {
      const { means, next } = JOB_STATE_TEXTS[state];
      return [
        `${anchor(state)}${code(state)}`,
        stateWord({ state }),
        means,
        next,
        codeList(nextStates(state)),
      ];
    }),
  ),
  `The engine does nothing more with a job in ${codeList(REST_STATES)}. \`unknown\` is the only one of them that needs a decision of yours.`,
  "## What a job waits for",
  "`waits_for` of a job, in JSON and in the tables:",
  table(
    ["`waits_for`", "It means", "Next"],
    Object.entries(WAIT_TEXTS).map(([reason, { means, next }]) => [code(reason), means, next]),
  ),
  "A refused link does not stop a run: the video stays `succeeded`, its reason is in `error`, and the command ends with exit code 1. `run`, `resume`, `worker`, `video download` and the create commands take `--allow-host HOST` or `HOST:PORT`, several times. `KLING_ALLOW_HOSTS` and `kling config set allow_hosts` take a list with commas.",
  "A download that brings less than 1 kB per second for two minutes is put back, so that slow servers do not block the others. The part file stays, and the next try resumes it.",
];

const anchor = (state: string): string => `<a id="${state}"></a>`;
