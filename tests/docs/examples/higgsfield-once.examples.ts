import { KlingkitError } from "klingkit";
import { createHiggsfield, higgsfieldFromEnvironment } from "klingkit/higgsfield";

const higgsfield = createHiggsfield(higgsfieldFromEnvironment(process.env));

/** Buys a video once, whatever happens on the way. `orderId` is yours, stored before the call. */
async function buyOnce(orderId: string, prompt: string, attempts = 5): Promise<string> {
  try {
    const endpoint = "kling-video/v3.0/std/text-to-video";
    const { taskId } = await higgsfield.create(endpoint, { prompt }, { idempotencyKey: orderId });
    return taskId;
  } catch (error) {
    // The same key and body bring back what was made, and are not charged again.
    const isUnclear = KlingkitError.isInstance(error) && error.isRetryable && attempts > 1;
    if (!isUnclear) throw error;
    return buyOnce(orderId, prompt, attempts - 1);
  }
}

const first = await buyOnce("order-17", "a fox in the snow");
const again = await buyOnce("order-17", "a fox in the snow");
console.log(first === again); // true: one request, one bill
