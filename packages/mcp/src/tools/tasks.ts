import type { Job } from "@klingkit/engine";
import type { CallToolResult, McpServer } from "@modelcontextprotocol/server";
import * as z from "zod/mini";
import type { ServerDeps } from "../server-options.ts";
import { jobsOfPlan } from "./find-jobs.ts";
import { jobsResult } from "./jobs-result.ts";
import { isAtRest } from "./wait-for-jobs.ts";

/** How often a client that follows a task is to ask. */
const POLL_INTERVAL_MS = 2000;

/**
 * A call as a task of the extension: named by its plan, so that any process of the store answers for it, also after a restart. A task is
 * kept for as long as the store is.
 */
const taskOf = (planHash: string, jobs: readonly Job[]) => ({
  taskId: planHash,
  status: jobs.every(isAtRest) ? "completed" : "working",
  statusMessage: `${jobs.filter(isAtRest).length} of ${jobs.length} jobs ended`,
  createdAt: new Date(Math.min(...jobs.map(({ createdAtMs }) => createdAtMs))).toISOString(),
  lastUpdatedAt: new Date(Math.max(...jobs.map(({ updatedAtMs }) => updatedAtMs))).toISOString(),
  ttlMs: null,
  pollIntervalMs: POLL_INTERVAL_MS,
});

/** What a tool returns in place of its result, to a client that follows tasks. The library has a type for none. */
export const taskResult = (planHash: string, jobs: readonly Job[]): CallToolResult => ({
  content: [],
  // The library checks what a tool returns by the tool's schema, whatever kind of result it is.
  structuredContent: { state: "running", plan_hash: planHash },
  ...taskOf(planHash, jobs),
  resultType: "task",
});

const named = z.object({ taskId: z.string() });

/** Answers for tasks. Reads the store only: a task that is canceled takes back what was not sent. */
export function registerTasks({ server }: McpServer, deps: ServerDeps): void {
  async function jobsOf(taskId: string): Promise<readonly Job[]> {
    const plan = await deps.jobClient.plan(taskId);
    const jobs = plan ? await jobsOfPlan(deps, plan) : [];
    if (jobs.length > 0) return jobs;
    throw new Error(`No task has the id ${taskId}. Nothing was spent.`);
  }

  server.setRequestHandler("tasks/get", { params: named }, async ({ taskId }) => {
    const jobs = await jobsOf(taskId);
    const task = taskOf(taskId, jobs);
    if (task.status === "working") return { resultType: "complete", ...task };
    return { resultType: "complete", ...task, result: await jobsResult(deps, jobs, { plan_hash: taskId }) };
  });
  server.setRequestHandler("tasks/cancel", { params: named }, async ({ taskId }) => {
    for (const job of await jobsOf(taskId)) if (!isAtRest(job)) await deps.engine.cancel(job.id);
    return { resultType: "complete" };
  });
  // Questions are asked before a task begins, so that none waits for an answer.
  server.setRequestHandler("tasks/update", { params: named }, async ({ taskId }) => {
    await jobsOf(taskId);
    return { resultType: "complete" };
  });
}
