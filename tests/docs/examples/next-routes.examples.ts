import { createEmulator } from "@klingkit/emulator";
// #region client
import { createKling, credentialsFromEnvironment, KlingkitError, type TaskSnapshot } from "klingkit";

export const kling = createKling(credentialsFromEnvironment(process.env)); // on the server only

/** Starts the video of an order. Call it as often as you like with the same order: it is bought once. */
export async function startVideo(order: string, prompt: string): Promise<void> {
  try {
    await kling.videos.create({ prompt, externalTaskId: order });
  } catch (error) {
    const isTaken = KlingkitError.isInstance(error) && error.code === "KLINGKIT_DUPLICATE_EXTERNAL_ID";
    if (!isTaken) throw error; // a task with the ID of this order exists: it was started before
  }
}

export async function findVideo(order: string): Promise<TaskSnapshot | undefined> {
  const [task] = await kling.tasks.get({ externalTaskIds: [order] });
  return task;
}
// #endregion

// #region route
interface Context {
  readonly params: Promise<{ order: string }>; // you made the ID and saved it, with its user and prompt
}

export async function PUT(request: Request, { params }: Context): Promise<Response> {
  const { order } = await params; // check here that the order belongs to the user of the request
  try {
    await startVideo(order, await request.text());
    return Response.json({ order }, { status: 202 });
  } catch (error) {
    if (!KlingkitError.isInstance(error)) throw error;
    const mayRepeat = error.isRetryable || error.mayHaveCharged === "unknown"; // with the same order
    return Response.json({ code: error.code, message: error.message }, { status: mayRepeat ? 503 : 422 });
  }
}

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { order } = await params;
  const task = await findVideo(order);
  if (task === undefined) return Response.json({ status: "not-visible" }, { status: 404 });
  return Response.json({ status: task.status, message: task.message, url: task.videos[0]?.url });
}

// #endregion

// #region webhook
import { verifyCallback, WebhookError } from "klingkit/webhooks";

export async function POST(request: Request): Promise<Response> {
  const rawBody = await request.text(); // not request.json(): the signature covers the bytes
  try {
    const secrets = process.env["KLING_WEBHOOK_SECRET"] ?? "";
    const { task } = verifyCallback({ headers: request.headers, rawBody }, { secrets });
    if (task.status === "succeeded") await markReady(task.externalTaskId, task.taskId);
    return new Response(null, { status: 204 });
  } catch (error) {
    if (!WebhookError.isInstance(error)) throw error;
    return new Response(error.problem, { status: 400 });
  }
}
// #endregion

const ready = new Map<string, string>();
async function markReady(order: string | undefined, taskId: string | undefined): Promise<void> {
  ready.set(order ?? "", taskId ?? "");
}

const params = Promise.resolve({ order: "order-17" });
const put = () =>
  PUT(new Request("https://shop.example", { method: "PUT", body: "a fox in the snow" }), { params });
const get = () => GET(new Request("https://shop.example"), { params });
const statuses = [(await get()).status, (await put()).status, (await put()).status];
let shown = { status: "" };
while (shown.status !== "succeeded") shown = JSON.parse(await (await get()).text());

const secret = `whsec_${btoa("a secret of this example")}`;
process.env["KLING_WEBHOOK_SECRET"] = secret;
const emulator = await createEmulator({
  clock: "frozen",
  startAtMs: Date.now(),
  webhookSecrets: [secret],
  fetch: (input, init) => POST(new Request(input, init)),
});
const apart = createKling({
  apiKey: "api-key-kling-example",
  baseUrl: emulator.baseUrl,
  fetch: (input, init) => emulator.fetch(new Request(input, init)),
});
const callbackUrl = "https://shop.example/api/kling";
await apart.videos.create({ prompt: "a fox", externalTaskId: "order-18", callbackUrl });
await emulator.control.advance(240_000);
await emulator.close();
const forged = await POST(new Request(callbackUrl, { method: "POST", body: "{}" }));
console.log(...statuses, shown.status, ready.has("order-18"), forged.status);
