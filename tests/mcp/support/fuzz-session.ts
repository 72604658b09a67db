import { ACCEPT, DECLINE, type RawAnswer, type RawCall, type RawClient } from "./raw-client.ts";

export interface Agent {
  readonly id: string;
  readonly send: RawClient;
}

/** What one session may use. */
export interface SessionContext {
  readonly agents: readonly [Agent, Agent];
  readonly random: () => number;
  readonly nowMs: () => number;
  readonly pass: (ms: number) => Promise<void>;
  readonly send: (agent: Agent, call: RawCall) => Promise<RawAnswer>;
  /** A plan that a person has approved, as it was asked; by its prompt. */
  readonly onApproved: (prompt: string) => void;
}

/** A question that an agent got, with the call that it belongs to. */
interface Asked {
  readonly agent: string;
  readonly prompt: string;
  readonly call: RawCall;
  readonly requestState: string;
  readonly askedAtMs: number;
  isAnswered: boolean;
}

interface Planned {
  readonly prompt: string;
  readonly hash: string;
}

const ANSWER_MS = 600_000;
/** Other arguments that change nothing: time stands still while a call waits. */
const OTHER_WAIT = 0;
const ANSWERS: readonly object[] = [ACCEPT, ACCEPT, DECLINE, { approval: { action: "accept" } }, {}];
const READS = ["job_status", "list_jobs", "spend", "elements", "review_unknown"] as const;

/** Two agents plan, run, accept unasked, replay, double, alter, forge, take each other's questions, and answer too late. */
export async function playSession(name: string, context: SessionContext): Promise<void> {
  const { agents, random, nowMs, send } = context;
  const asked: Asked[] = [];
  const plans: Planned[] = [];
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const someone = () => pick(agents);

  async function planOne(): Promise<void> {
    const prompt = `fox ${name} ${plans.length}`;
    const requests = [{ prompt, model: "kling-2.5-turbo" }];
    const { result } = await send(someone(), { name: "plan_videos", arguments: { purpose: name, requests } });
    plans.push({ prompt, hash: String(result?.structuredContent?.["plan_hash"]) });
  }

  async function run(extra: object = {}): Promise<void> {
    const agent = someone();
    const { prompt, hash } = pick(plans);
    const call = runCall(hash, random() < 0.2 ? { wait_seconds: OTHER_WAIT } : {});
    const { result } = await send(agent, { ...call, ...extra });
    const requestState = result?.requestState;
    if (requestState === undefined) return;
    asked.push({ agent: agent.id, prompt, call, requestState, askedAtMs: nowMs(), isAnswered: false });
  }

  /** A yes counts once, from the agent that was asked, in time, with the call that asked. */
  async function answer(agent: Agent, question: Asked, inputResponses: object, call = question.call) {
    const isOwn = agent.id === question.agent && JSON.stringify(call) === JSON.stringify(question.call);
    const counts = isOwn && nowMs() < question.askedAtMs + ANSWER_MS && "approval" in inputResponses;
    if (counts && !question.isAnswered && inputResponses === ACCEPT) context.onApproved(question.prompt);
    if (counts) question.isAnswered = true;
    await send(agent, { ...call, requestState: question.requestState, inputResponses });
  }

  const steps: readonly (() => Promise<unknown>)[] = [
    planOne,
    run,
    () => run({ inputResponses: ACCEPT }),
    () => run({ inputResponses: ACCEPT, requestState: "v1.e30.AAAA" }),
    () => context.pass(pick([1000, 60_000, ANSWER_MS])),
    // The button's own tool, which a model may call as well, without what only the page knows.
    () =>
      send(someone(), {
        name: "approve_plan",
        arguments: {
          planHash: pick(plans).hash,
          nonce: "x",
          argumentsHash: "x",
          key: "v1.e30.AAAA",
          decision: "approve",
        },
      }),
    () => send(someone(), { name: pick(READS), arguments: { plan_hash: plans[0]?.hash } }),
  ];
  const stepsWithQuestion: readonly ((question: Asked) => Promise<unknown>)[] = [
    (question) => answer(someone(), question, pick(ANSWERS)),
    (question) => Promise.all(agents.map((agent) => answer(agent, question, ACCEPT))),
    (question) =>
      answer(someone(), question, ACCEPT, runCall(pick(plans).hash, { wait_seconds: OTHER_WAIT })),
    ({ call, requestState }) =>
      send(someone(), { ...call, requestState: `x${requestState}`, inputResponses: ACCEPT }),
  ];

  await planOne();
  await run();
  for (let left = 3 + Math.floor(random() * 6); left > 0; left -= 1) {
    const question = random() < 0.5 ? pick(asked) : undefined;
    await (question ? pick(stepsWithQuestion)(question) : pick(steps)());
  }
}

const runCall = (hash: string, more: object): RawCall => ({
  name: "run_plan",
  arguments: { plan_hash: hash, ...more },
});
