import { createEmulator } from "@klingkit/emulator";
import { signEvent } from "@klingkit/engine";
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

process.env["PORT"] ??= "0";

// #region serve
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

const server = createServer(async (message, response) => {
  const headers = new Headers(Object.entries(message.headers).map(([name, value]) => [name, `${value}`]));
  const request = new Request("http://127.0.0.1", { method: "POST", headers, body: await text(message) });
  const { status } = await receive(request);
  response.writeHead(status).end();
});
server.listen(Number(process.env["PORT"] ?? 3000), "127.0.0.1");
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

// Whatever a well-signed body holds, the server answers and lives. By http: fetch leads to the emulator.
const { request: send } = await import("node:http");
const { port } = Object(server.address());
for (const body of ["null", "[]", "{}", '"text"', "no JSON"]) {
  const headers = signEvent({ id: "msg_1", atMs: Date.now(), body, secrets: [secret] });
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const message = send({ port, method: "POST", headers }, ({ statusCode }) => resolve(statusCode));
  message.on("error", reject).end(body);
  if ((await promise) !== 400) throw new Error(`${await promise} for ${body}`);
}
server.close();
server.closeAllConnections();
