import { readdir, readFile } from "node:fs/promises";
import { type StartedEmulator, type StartOptions, startEmulator } from "@klingkit/emulator";
import { createTempDir } from "@klingkit/testkit";
import { createKling, TaskFailedError } from "klingkit";
import { downloadVideo } from "klingkit/node";
import { afterEach, describe, expect, it } from "vitest";

let emulator: StartedEmulator;
afterEach(() => emulator.close());

async function startClient(options: StartOptions = {}) {
  emulator = await startEmulator({ transitions: { mode: "reads", reads: 1 }, ...options });
  return createKling({ apiKey: "api-key-kling-test", baseUrl: emulator.baseUrl });
}

describe("downloadVideo", () => {
  it("waits for the task and saves its video, given nothing but the handle", async () => {
    await using folder = await createTempDir();
    const kling = await startClient();
    const { taskId, family, product } = await kling.videos.create({ prompt: "a fox" });
    const file = await downloadVideo(kling, { taskId, family, product }, folder.file("fox.mp4"));
    expect((await readFile(file.filePath)).length).toBe(file.sizeBytes);
    expect(emulator.control.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
  });

  it("never puts one video in the place of another, and leaves a video that is there as it is", async () => {
    await using folder = await createTempDir();
    const kling = await startClient();
    const path = folder.file("fox.mp4");
    const paid = await kling.videos.create({ prompt: "a fox" });
    const first = await downloadVideo(kling, paid, path);
    const other = await kling.videos.create({ prompt: "a dog" });
    await expect(downloadVideo(kling, other, path)).rejects.toMatchObject({
      code: "KLINGKIT_DOWNLOAD_FILE_EXISTS",
      mayHaveCharged: "no",
      filePath: path,
      taskId: other.taskId,
    });
    expect(await downloadVideo(kling, paid, path)).toEqual({ ...first, alreadyExisted: true });
    expect(await readdir(folder.path)).toEqual(["fox.mp4"]);
    const second = await downloadVideo(kling, other, path, { overwrite: true });
    expect(second.sha256).not.toBe(first.sha256);
    expect(emulator.control.journal()).toMatchObject({ creates: 2, billed: 2 });
  });

  it("asks for a fresh link when the one at hand has expired", async () => {
    await using folder = await createTempDir();
    const kling = await startClient({ faults: [{ action: { type: "expired-link" }, times: 1 }] });
    const done = await kling.tasks.wait(await kling.videos.create({ prompt: "a fox" }));
    await downloadVideo(kling, done, folder.file("fox.mp4"));
    expect(emulator.control.faults()).toMatchObject([{ acted: 1 }]);
    expect(emulator.control.journal().delivered).toBe(1);
  });

  it("throws the failure of the task and leaves no file", async () => {
    await using folder = await createTempDir();
    const kling = await startClient();
    const task = await kling.videos.create({ prompt: "a fox" });
    emulator.control.setTask(task.taskId, { to: "fail" });
    const saving = downloadVideo(kling, task, folder.file("fox.mp4"));
    await expect(saving).rejects.toThrow(TaskFailedError);
    expect(await readdir(folder.path)).toEqual([]);
  });
});
