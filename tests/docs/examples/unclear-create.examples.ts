import { createKling, credentialsFromEnvironment, KlingkitError, type TaskHandle } from "klingkit";

const kling = createKling(credentialsFromEnvironment(process.env));

/** Buys a video once, whatever happens on the way. `orderId` is yours, stored before the call. */
async function buyOnce(orderId: string, prompt: string): Promise<TaskHandle> {
  try {
    return await kling.videos.create({ prompt, externalTaskId: orderId });
  } catch (error) {
    const isTaken = KlingkitError.isInstance(error) && error.code === "KLINGKIT_DUPLICATE_EXTERNAL_ID";
    const isUnclear = KlingkitError.isInstance(error) && error.mayHaveCharged === "unknown";
    if (!isTaken && !isUnclear) throw error; // nothing was made and nothing is charged
    const [task] = await kling.tasks.get({ externalTaskIds: [orderId] });
    if (task) return task; // it was made: go on with it
    throw error; // not there (yet): call again with the same orderId, never with a new one
  }
}

const first = await buyOnce("order-17", "a fox in the snow");
const again = await buyOnce("order-17", "a fox in the snow");
console.log(first.taskId === again.taskId); // true: one task, one bill
