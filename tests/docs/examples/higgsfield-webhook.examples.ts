import { createEmulator } from "@klingkit/emulator";
// #region receive
import { verifyHiggsfieldWebhook } from "klingkit/higgsfield";
import { WebhookError } from "klingkit/webhooks";

const seen = new Set<string>(); // in your database

export async function receive(request: Request): Promise<Response> {
  const rawBody = await request.text();
  try {
    const secrets = process.env["HIGGSFIELD_WEBHOOK_SECRET"] ?? "";
    const { deliveryId, task } = verifyHiggsfieldWebhook({ headers: request.headers, rawBody }, { secrets });
    if (!seen.has(deliveryId)) console.log(task.taskId, task.status);
    seen.add(deliveryId);
    return new Response(null, { status: 204 });
  } catch (error) {
    if (!WebhookError.isInstance(error)) throw error;
    return new Response(error.problem, { status: 400 });
  }
}
// #endregion

// Apart from the imports that the page shows.
const { createHiggsfield } = await import("klingkit/higgsfield");
const secret = `whsec_${btoa("a secret of this example")}`;
process.env["HIGGSFIELD_WEBHOOK_SECRET"] = secret;
const answers: number[] = [];
const emulator = await createEmulator({
  clock: "frozen",
  startAtMs: Date.now(),
  webhookSecrets: [secret],
  fetch: async (input, init) => {
    const answer = await receive(new Request(input, init));
    answers.push(answer.status);
    return answer;
  },
});
const higgsfield = createHiggsfield({
  credentials: "example-id:example-secret",
  baseUrl: emulator.baseUrl,
  fetch: (input, init) => emulator.fetch(new Request(input, init)),
});
const webhookUrl = "https://example.com/higgsfield";
const endpoint = "kling-video/v2.6/pro/text-to-video";
await higgsfield.create(endpoint, { prompt: "a fox in the snow" }, { webhookUrl });
await emulator.control.advance(240_000);
await emulator.close();
if (answers.length !== 1 || answers[0] !== 204) throw new Error(`answered ${answers.join(", ")}`);
