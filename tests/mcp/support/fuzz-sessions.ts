import { createHttpHandler } from "@klingkit/mcp";
import { createSeededRandom } from "@klingkit/testkit";
import { type Agent, playSession } from "./fuzz-session.ts";
import { createMcpWorld } from "./mcp-world.ts";
import { createRawClient, type RawAnswer, type RawCall } from "./raw-client.ts";

/** What sessions of agents that follow no rule came to. */
export interface FuzzReport {
  readonly calls: number;
  /** Create requests that the service received. */
  readonly creates: number;
  /** Prompts that were bought although nobody approved their plan as it was asked. */
  readonly unapproved: readonly string[];
  /** Prompts that were bought more than once. */
  readonly boughtTwice: readonly string[];
  /** Responses that hold a key, a token or a signed link. */
  readonly leaks: readonly string[];
  /** Responses that are none of the protocol. */
  readonly broken: readonly string[];
  /** Of all calls, in real time. */
  readonly slowestMs: number;
}

const TOKEN = "token-of-the-fuzzed-server";

/** Plays sessions of two agents at one server, seeded and in one process. */
export async function fuzzSessions(sessions: number, seed: number): Promise<FuzzReport> {
  await using world = await createMcpWorld({
    engine: { slots: { quota: 50 } },
    emulator: { concurrency: 100 },
    // A bench runs it, too, where no run of tests names a server.
    postgresUrl: "",
  });
  const handler = createHttpHandler({ ...world.serverOptions, token: TOKEN });
  const agentOf = (name: string): Agent => ({
    id: name,
    send: createRawClient(handler, { name, token: TOKEN }),
  });
  const agents = [agentOf("first"), agentOf("second")] as const;
  const secrets = [TOKEN, world.apiKey, "Bearer", "Expires=", "Signature="];
  const approved = new Set<string>();
  const leaks: string[] = [];
  const broken: string[] = [];
  let calls = 0;
  let slowestMs = 0;

  async function send(agent: Agent, call: RawCall): Promise<RawAnswer> {
    calls += 1;
    const startedMs = performance.now();
    const answer = await agent.send(call);
    slowestMs = Math.max(slowestMs, performance.now() - startedMs);
    if (secrets.some((secret) => answer.text.includes(secret))) leaks.push(answer.text);
    if (answer.error === undefined && answer.result === undefined) broken.push(answer.text);
    return answer;
  }

  const context = {
    agents,
    random: createSeededRandom(seed),
    nowMs: () => world.clock.nowMs(),
    pass: (ms: number) => world.clock.pass(ms),
    send,
    onApproved: (prompt: string) => approved.add(prompt),
  };
  for (let session = 0; session < sessions; session += 1) await playSession(`p${session}`, context);
  await world.finish();
  await send(agents[0], { name: "list_jobs", arguments: { limit: 50 } });

  const jobs = await world.jobClient.jobs({ limit: 100_000 });
  const prompts = await world.jobClient.prompts(jobs.slice(0, 5000).map(({ id }) => id));
  const bought = jobs.map(({ id }) => prompts.get(id) ?? id);
  return {
    calls,
    creates: world.creates(),
    unapproved: bought.filter((prompt) => !approved.has(prompt)),
    boughtTwice: bought.filter((prompt, at) => bought.indexOf(prompt) !== at),
    leaks,
    broken,
    slowestMs,
  };
}
