// #region worker
import { createKling, credentialsFromEnvironment, KlingkitError, type TaskHandle } from "klingkit";
import { downloadVideo } from "klingkit/node";

const kling = createKling(credentialsFromEnvironment(process.env));

/** Throw the error of your queue that stops its retries: in BullMQ, `UnrecoverableError`. */
class DoNotRetry extends Error {}

interface VideoJob {
  readonly order: string; // your own ID, saved before the job was added
  readonly prompt: string;
}

/** The queue may call it again after an error, a crash or a stalled lock. */
export async function makeVideo(job: VideoJob): Promise<string> {
  try {
    const task = await startOrFind(job);
    const { filePath } = await downloadVideo(kling, task, `videos/${job.order}.mp4`); // waits for the task
    return filePath;
  } catch (error) {
    if (!KlingkitError.isInstance(error)) throw error;
    const mayRepeat = error.isRetryable || error.mayHaveCharged !== "no"; // under the same order
    throw mayRepeat ? error : new DoNotRetry(error.message, { cause: error });
  }
}

async function startOrFind({ order, prompt }: VideoJob): Promise<TaskHandle> {
  try {
    return await kling.videos.create({ prompt, externalTaskId: order });
  } catch (error) {
    const isTaken = KlingkitError.isInstance(error) && error.code === "KLINGKIT_DUPLICATE_EXTERNAL_ID";
    if (!isTaken) throw error;
  }
  const [task] = await kling.tasks.get({ externalTaskIds: [order] });
  if (task === undefined) throw new Error(`The task of order ${order} is not visible yet.`); // try again later
  return task;
}
// #endregion

const refused = await makeVideo({ order: "empty", prompt: "" }).catch((error) => error instanceof DoNotRetry);
const files = new Set<string>();
for (const order of ["order-17", "order-17"]) {
  files.add(await makeVideo({ order, prompt: "a fox in the snow" }));
}
console.log(refused, files.size);
