import { createEmulator } from "@klingkit/emulator";
import { createKling } from "klingkit";

// #region receive
import { verifyCallback, WebhookError } from "klingkit/webhooks";

export async function receive(request: Request): Promise<Response> {
  const rawBody = await request.text(); // as it came: parsed and printed again it has another signature
  try {
    const secrets = process.env["KLING_WEBHOOK_SECRET"] ?? "";
    const { deliveryId, task } = verifyCallback({ headers: request.headers, rawBody }, { secrets });
    console.log(deliveryId, task.taskId, task.status);
    return new Response(null, { status: 204 });
  } catch (error) {
    if (!WebhookError.isInstance(error)) throw error;
    return new Response(error.problem, { status: 400 });
  }
}
// #endregion

const secret = `whsec_${btoa("a secret of this example")}`;
process.env["KLING_WEBHOOK_SECRET"] = secret;
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
const kling = createKling({
  apiKey: "api-key-kling-example",
  baseUrl: emulator.baseUrl,
  fetch: (input, init) => emulator.fetch(new Request(input, init)),
});
await kling.videos.create({ prompt: "a fox", callbackUrl: "https://example.com/kling" });
await emulator.control.advance(240_000);
await emulator.close();
if (answers.length < 2 || answers.some((status) => status !== 204)) throw new Error(`answers: ${answers}`);
