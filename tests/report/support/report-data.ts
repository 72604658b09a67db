import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSameClip } from "@klingkit/testkit";
import type { ReportData, ReportJob } from "../../../packages/cli/src/report/report-data.ts";
import { createPng } from "../../support/create-png.ts";

/** What strangers could write into every field that people fill in. */
export const HOSTILE = {
  name: `"><img src=x onerror=alert(1)>'</h3>`,
  title: `</title><script>alert(2)</script>`,
  prompt: `</script><!-- --><svg onload=alert(3)> javascript:alert(4)`,
} as const;

const START_MS = Date.UTC(2026, 10, 29, 8);
const SHA = "5d354b58".repeat(8);

const job = (given: Partial<ReportJob> & Pick<ReportJob, "id" | "name">): ReportJob => ({
  word: "done",
  tone: "good",
  isDone: true,
  isOpen: false,
  isFailed: false,
  isReplaceable: false,
  model: "kling-v3",
  prompt: "A fox in the snow",
  settings: { model: given.model ?? "kling-v3", length: "5 s", size: "720p", ratio: "16:9", audio: "off" },
  inputs: [],
  parents: [],
  depth: 0,
  files: [{ kind: "video", name: "fox.mp4", source: "fox.mp4", sizeBytes: 70_000, sha256: SHA }],
  unit: "video",
  estimated: 3,
  settled: 3,
  held: 0,
  segments: [
    { stage: "waiting", fromMs: START_MS, toMs: START_MS + 1000 },
    { stage: "running", fromMs: START_MS + 1000, toMs: START_MS + 60_000 },
  ],
  marks: [{ kind: "lost", atMs: START_MS + 500, text: HOSTILE.prompt }],
  charges: [{ atMs: START_MS + 60_000, units: 3 }],
  createdAtMs: START_MS,
  earlier: [],
  ...given,
});

/** What `take-1` replaces. */
const EARLIER = job({
  id: "j-1",
  name: "take-1",
  prompt: HOSTILE.prompt,
  settled: 2,
  createdAtMs: START_MS - 86_400_000,
  files: [{ kind: "video", name: HOSTILE.name, source: "take.mp4", sizeBytes: 70_000, sha256: SHA }],
  replacedBy: "j1",
});

/** A report with results of every kind, a failure, and hostile texts in every field. */
export function createReport(): ReportData {
  const jobs = [
    job({
      id: "j0",
      name: "broken",
      word: "failed",
      isDone: false,
      isFailed: true,
      prompt: "Rain",
      files: [],
      settled: 0,
      charges: [],
      failure: {
        message: HOSTILE.prompt,
        codes: HOSTILE.name,
        charge: "Nothing was charged.",
        steps: [{ command: "kling jobs retry j0" }],
      },
    }),
    job({ id: "j1", name: "take-1", earlier: [EARLIER] }),
    job({
      id: "j2",
      name: "take-2",
      model: "kling-v2-6",
      settled: 1.5,
      charges: [{ atMs: START_MS + 50_000, units: 1.5 }],
      files: [{ kind: "video", name: "take.mp4", source: "take.mp4", sizeBytes: 70_000, sha256: SHA }],
    }),
    job({
      id: "j3",
      name: HOSTILE.name,
      prompt: HOSTILE.prompt,
      inputs: [HOSTILE.name],
      parents: [{ id: "j1", name: "take-1", isShown: true }],
      depth: 1,
      settings: { [HOSTILE.name]: HOSTILE.prompt, model: HOSTILE.name },
      files: [
        { kind: "image", name: HOSTILE.name, source: "picture.png", sizeBytes: 900, sha256: SHA },
        { kind: "mask", name: "mask.png", source: "picture.png", sizeBytes: 900, sha256: SHA },
      ],
    }),
    job({
      id: "j4",
      name: "speech",
      prompt: "Hello",
      files: [{ kind: "audio", name: "gone.mp3", absent: "gone", sizeBytes: 9000, sha256: SHA }],
    }),
  ];
  return {
    title: HOSTILE.title,
    hasPurpose: true,
    runs: [
      { batchId: "b2", jobs: 1, createdAtMs: START_MS + 1 },
      { batchId: "b1", jobs: jobs.length, createdAtMs: START_MS },
    ],
    isWholePurpose: false,
    leftOutRuns: 0,
    earlierAmounts: [{ unit: "video", estimated: 2, unpricedJobs: 0, settled: 2, held: 0 }],
    timeline: [...jobs, EARLIER],
    batchIds: ["b1"],
    accounts: [HOSTILE.name],
    isEmulated: false,
    createdAtMs: START_MS + 70_000,
    command: "kling report b1",
    approvals: [
      {
        id: "a1",
        by: HOSTILE.name,
        via: "terminal",
        atMs: START_MS - 1000,
        planHash: `sha256:${SHA}`,
        limits: [{ unit: "video", maxUnits: 20 }],
        batchIds: ["b1"],
      },
    ],
    figures: {
      jobs: jobs.length,
      done: 4,
      problems: 1,
      replaced: 0,
      earlierTakes: 0,
      open: 0,
      files: 5,
      goneFiles: 1,
      sizeBytes: 300_000,
      requests: 6,
      unsentTries: 0,
      billed: 4,
      billedOnce: 4,
      amounts: [{ unit: "video", estimated: 15, unpricedJobs: 0, settled: 10.5, held: 0 }],
      startedAtMs: START_MS,
      endedAtMs: START_MS + 372_000,
      busyMs: 372_000,
      lostResponses: 5,
      survivedResponses: 4,
      refusals: 1,
      passedRefusals: 1,
    },
    jobs,
  };
}

/** A report of so many jobs that its cards and rows are made when they come near. */
export function createLongReport(): ReportData {
  const jobs = Array.from({ length: 150 }, (_, at) => job({ id: `j${at}`, name: `take-${at}` }));
  return { ...createReport(), title: "many", jobs, timeline: jobs };
}

/** A report whose filters take several rows of a narrow window, of clips and pictures. */
export function createReportOfManyWords(): ReportData {
  const words = ["done", "running", "waiting", "refused", "canceled", "failed"];
  const jobs = Array.from({ length: 40 }, (_, at) =>
    job({
      id: `j${at}`,
      name: `take-${at}`,
      word: words[at % words.length] ?? "done",
      ...(at % 2 === 0
        ? {}
        : {
            files: [
              { kind: "image", name: "picture.png", source: "picture.png", sizeBytes: 900, sha256: SHA },
            ],
          }),
    }),
  );
  return { ...createReport(), title: "words", jobs, timeline: jobs };
}

const HOUR_MS = 3_600_000;

/** A run that was stopped for two hours, with so many cards that paper takes several pages. */
export function createStoppedReport(): ReportData {
  const jobs = Array.from({ length: 24 }, (_, at) => {
    const startMs = START_MS + (at < 12 ? 0 : 2 * HOUR_MS);
    return job({
      id: `j${at}`,
      name: `take-${at}`,
      segments: [
        { stage: "waiting", fromMs: START_MS, toMs: startMs + 1000 },
        { stage: "running", fromMs: startMs + 1000, toMs: startMs + 60_000 },
      ],
    });
  });
  const report = createReport();
  const figures = { ...report.figures, endedAtMs: START_MS + 2 * HOUR_MS + 60_000 };
  return { ...report, title: "stopped", jobs, timeline: jobs, figures };
}

/** Of `fox.mp4` and of `take.mp4`. */
export const CLIP_SECONDS = { fox: 5, take: 8 } as const;

/** The files that the report shows. */
export async function writeClips(folder: string): Promise<void> {
  for (const [name, durationSeconds] of Object.entries(CLIP_SECONDS)) {
    const { bytes } = await createSameClip({ durationSeconds });
    await writeFile(join(folder, `${name}.mp4`), bytes);
  }
  await writeFile(join(folder, "picture.png"), createPng(320, 320));
  await writeFile(join(folder, "speech.wav"), createSilence(CLIP_SECONDS.fox));
}

const SAMPLES_PER_SECOND = 8000;
/** Of samples of a byte. */
const SILENCE = 128;

/** A WAV file of one channel. */
function createSilence(seconds: number): Buffer {
  const samples = Buffer.alloc(seconds * SAMPLES_PER_SECOND, SILENCE);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  head.writeUInt32LE(SAMPLES_PER_SECOND, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

/** A clip, two pictures, a sound, and a file that no page can show. */
export function createMediaReport(): ReportData {
  const file = (kind: string, name: string) =>
    ({ kind, name, source: name, sizeBytes: 900, sha256: SHA }) as const;
  const jobs = [
    job({ id: "clip", name: "clip" }),
    job({ id: "picture", name: "picture", files: [file("image", "picture.png")] }),
    job({ id: "other", name: "other picture", files: [file("image", "picture.png")] }),
    job({ id: "sound", name: "sound", files: [file("audio", "speech.wav")] }),
    job({ id: "data", name: "data", files: [file("other", "speech.json")] }),
  ];
  return { ...createReport(), title: "media", jobs, timeline: jobs };
}

/** A request that made two images, and a file beside them. */
export function createImageReport(): ReportData {
  const image = (name: string) =>
    ({ kind: "image", name, source: "picture.png", sizeBytes: 900, sha256: SHA }) as const;
  const still = job({
    id: "j1",
    name: "still",
    files: [image("still.png"), image("still.2.png"), { ...image("still.json"), kind: "other" }],
  });
  return { ...createReport(), jobs: [still], timeline: [still] };
}
