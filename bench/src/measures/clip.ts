import { createClipRenderer } from "@klingkit/emulator";
import { atMost, type Measurement, median, timeMs } from "../measure.ts";

const ROUNDS = 9;

/** One result clip of 5 s at 720p with sound, renderer warm. */
export async function measureClip(): Promise<readonly Measurement[]> {
  const renderer = createClipRenderer();
  const times: number[] = [];
  let sizeBytes = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const spent = await timeMs(async () => {
      const clip = await renderer.renderVideo({
        widthPx: 1280,
        heightPx: 720,
        durationSeconds: 5,
        hasAudio: true,
        seed: `bench-${round}`,
        caption: { prompt: "a fox in the snow", model: "kling-3.0", taskId: "900000000000000001" },
      });
      sizeBytes = Math.max(sizeBytes, clip.length);
    });
    if (round > 0) times.push(spent);
  }
  const detail = `${ROUNDS} clips, each with another picture`;
  return [
    atMost("emulator clip, 5 s 720p with sound: time", median(times), 60, "ms", detail),
    atMost("emulator clip, 5 s 720p with sound: size", sizeBytes / 1000, 400, "kB", detail),
  ];
}
