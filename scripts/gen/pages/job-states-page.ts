import { STATE_WORDS, stateWord } from "../../../packages/engine/src/state/state-words.ts";
import { nextStates, REST_STATES } from "../../../packages/engine/src/state/transitions.ts";
import { JOB_STATES, type JobState } from "../../../packages/engine/src/store/job-state.ts";
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
        wordsOf(state).join(", "),
        means,
        next,
        codeList(nextStates(state)),
      ];
    }),
  ),
  `The engine does nothing more with a job in ${codeList(REST_STATES)}. \`unknown\` is the only one of them that needs a decision of yours.`,
  "## What a job waits for",
  "`waits_for` of a job, in JSON and in `kling jobs show`, and the word that tables have for such a job:",
  table(
    ["`waits_for`", "In tables", "It means", "Next"],
    WAITING.map((reason) => {
      const { means, next } = WAIT_TEXTS[reason];
      return [code(reason), stateWord({ state: stateOf(reason), waitsFor: reason }), means, next];
    }),
  ),
  "A refused link does not stop a run: the video stays `succeeded`, its reason is in `error`, and the command ends with exit code 1. `run`, `resume`, `worker`, `video download` and the create commands take `--allow-host HOST` or `HOST:PORT`, several times. `KLING_ALLOW_HOSTS` and `kling config set allow_hosts` take a list with commas.",
  "A download that brings less than 1 kB per second for two minutes is put back, so that slow servers do not block the others. The part file stays, and the next try resumes it.",
];

const WAITING = [
  "slot",
  "pool",
  "budget",
  "parent",
  "link",
] as const satisfies readonly (keyof typeof WAIT_TEXTS)[];

/** The state of a job that waits for it: only a link is waited for when the task has ended. */
const stateOf = (reason: (typeof WAITING)[number]): JobState =>
  reason === "link" ? "succeeded" : "approved";

/** Every word that tables have for a state. Throws for a word that would stand nowhere. */
function wordsOf(state: JobState): readonly string[] {
  const words = (one: JobState) => [
    stateWord({ state: one }),
    stateWord({ state: one, claimedUntilMs: 1 }),
    ...WAITING.map((waitsFor) => stateWord({ state: one, waitsFor })),
  ];
  const missing = STATE_WORDS.filter((word) => !JOB_STATES.some((one) => words(one).includes(word)));
  if (missing.length > 0) throw new Error(`job-states.md lacks the words ${missing.join(", ")}`);
  return [...new Set(words(state))];
}

const anchor = (state: string): string => `<a id="${state}"></a>`;
