import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "klingkit";
import { PATIENCE_MS, PUBLIC_URL } from "./bench-service.ts";
import { type ClientJob, type ClientReport, MODEL, PROMPT, shorten } from "./client-job.ts";

const POLL_MS = 5000;
const TRIES = 3;
const RETRY_PAUSE_MS = 1000;
const GIVE_UP_MS = 600_000;

/** The service has said no. */
class Refused extends Error {
  override readonly name = "Refused";
}

interface Wire {
  readonly send: typeof fetch;
  readonly apiKey: string;
  readonly clock: Clock;
}

/**
 * What people write: create, poll every 5 s, try again after network errors and 5xx, three times in all.
 * It is careful in its way: a refusal is not repeated, every request has a time-out, and waiting has an end.
 */
export async function buyNaively({ service, account, outputDir, clock }: ClientJob): Promise<ClientReport> {
  const wire = { send: service.wire, apiKey: account, clock };
  try {
    const created = await call(wire, "POST", `/text-to-video/${MODEL}`, {
      prompt: PROMPT,
      settings: { duration: 5 },
    });
    const url = await waitForUrl(wire, created.id);
    const response = await service.wire(url);
    if (!response.ok) throw new Error(`download: HTTP ${response.status}`);
    await writeFile(join(outputDir, "fox.mp4"), Buffer.from(await response.arrayBuffer()));
    return { outcome: "saved" };
  } catch (error) {
    return { outcome: shorten(error) };
  }
}

async function waitForUrl(wire: Wire, id: string): Promise<string> {
  const endMs = wire.clock.nowMs() + GIVE_UP_MS;
  while (wire.clock.nowMs() < endMs) {
    const [task] = await call(wire, "GET", `/tasks?task_ids=${id}`);
    if (task.status === "succeeded") return task.outputs[0].url;
    if (task.status === "failed") throw new Error(`task failed: ${task.message}`);
    await wire.clock.sleep(POLL_MS);
  }
  throw new Error("gave up after 10 minutes");
}

// The answer is taken for what the documentation says it is.
// biome-ignore lint/suspicious/noExplicitAny: this client parses as people do.
async function call(wire: Wire, method: string, path: string, body?: object): Promise<any> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await wire.send(`${PUBLIC_URL}${path}`, {
        method,
        headers: { authorization: `Bearer ${wire.apiKey}`, "content-type": "application/json" },
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      if (response.status >= 500) throw new Error(`HTTP ${response.status}`);
      const { code, message, data } = await response.json();
      if (code !== 0) throw new Refused(`${response.status}/${code} ${message}`);
      return data;
    } catch (error) {
      if (error instanceof Refused || attempt === TRIES) throw error;
      await wire.clock.sleep(RETRY_PAUSE_MS * attempt);
    }
  }
}
