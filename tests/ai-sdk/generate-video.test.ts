import { readFile } from "node:fs/promises";
import { experimental_generateVideo as generateVideo } from "ai";
import { expect, it } from "vitest";
import { callMetadata } from "./support/call-metadata.ts";
import { createVideoWorld } from "./support/video-world.ts";

it("makes a video on the disk, bought once, with its costs", async () => {
  await using world = await createVideoWorld();
  const klingkit = await world.createProvider();
  const result = await world.drive(
    generateVideo({ model: klingkit.video("kling-2.5-turbo"), prompt: "A fox in the snow", duration: 5 }),
  );
  expect(result).toMatchObject({ uploadedVideos: 1, videos: [], warnings: [] });
  const { jobs, ...call } = callMetadata(result.providerMetadata);
  expect(call).toMatchObject({ units: 1.5, usd: 0.21 });
  expect(jobs).toMatchObject([
    { state: "collected", unitsSettled: 1.5, path: expect.stringContaining("a-fox-in-the-snow.mp4") },
  ]);
  const [job] = jobs;
  expect((await readFile(job?.path ?? "")).byteLength).toBe(job?.sizeBytes);
  expect(world.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
});
