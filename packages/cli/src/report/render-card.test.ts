import { expect, it } from "vitest";
import { choicesOf } from "./choices.ts";
import { renderCard } from "./render-card.ts";
import type { ReportFile, ReportJob } from "./report-data.ts";

const INSIDE = "data:image/png;base64,AAAA";
const file = (kind: string): ReportFile => ({
  kind,
  name: `fox.${kind}`,
  source: INSIDE,
  sizeBytes: 3,
  sha256: "ab".repeat(32),
});
const job: ReportJob = {
  id: "j1",
  name: "fox",
  word: "done",
  tone: "good",
  isDone: true,
  isOpen: false,
  isFailed: false,
  isReplaceable: false,
  model: "kling-v3",
  settings: {},
  inputs: [],
  parents: [],
  depth: 0,
  files: [file("image")],
  unit: "image",
  settled: 8,
  held: 0,
  segments: [],
  marks: [],
  charges: [],
  createdAtMs: 0,
  earlier: [],
};

it("holds a picture that is inside the page once", () => {
  expect(renderCard(job).text.split(INSIDE)).toHaveLength(2);
});

it("lets a file that is inside the page be saved, because no browser opens it as a page", () => {
  const { text } = renderCard({ ...job, files: [file("image"), file("other")] });
  expect(text).toContain(`<a href="${INSIDE}" download="fox.other">`);
});

it("says what another try of a failed job would cost, and shows no empty picture", () => {
  const failure = {
    message: "Blocked.",
    charge: "Nothing was charged.",
    steps: [{ command: "kling jobs retry j1" }],
  };
  const failed = { isDone: false, isFailed: true, files: [], settled: 0, estimated: 3, failure } as const;
  const { text } = renderCard({ ...job, ...failed, unit: "video", isReplaceable: true });
  expect(text).toContain("Price of another try: about 3 units (US$ 0.42)");
  // Such as one that is stopped: what it costs is its first try.
  expect(renderCard({ ...job, ...failed, unit: "video", isReplaceable: false }).text).toContain(
    "Estimate: about 3 units (US$ 0.42)",
  );
  expect(text).not.toContain('class="media"');
});

it.for([
  ["gone", "moved or deleted"],
  ["left-out", "does not fit into the page"],
] as const)("shows no broken player for a file that is %s, but why it has none", ([absent, text]) => {
  const video = { kind: "video", name: "fox.mp4", sizeBytes: 3, sha256: "", absent } as const;
  const card = renderCard({ ...job, files: [video, video] }).text;
  expect(card.split(text)).toHaveLength(3);
  expect(card).not.toContain("data-clip");
});

it("says what a job waits for, and leads to the job that it takes results of", () => {
  const parents = [
    { id: "j0", name: "hero", isShown: true },
    { id: "j9", name: "elsewhere", isShown: false },
  ];
  const waiting = { isDone: false, isOpen: true, files: [], reason: "Waits for hero (unknown)." };
  const { text } = renderCard({ ...job, ...waiting, parents, word: "waiting" });
  expect(text).toContain("Waits for hero (unknown).");
  expect(text).toContain(`from <a href="#job-j0">hero</a>, elsewhere`);
});

it("says which of several results it takes, and leads to the card of that one", () => {
  const parents = [
    { id: "j0", name: "coat", isShown: true, card: "j0.2", part: { number: 2, of: 4 } },
    { id: "j9", name: "hat", isShown: false, part: { number: 3 } },
  ];
  expect(renderCard({ ...job, parents }).text).toContain(
    `from <a href="#job-j0.2">coat (2 of 4)</a>, hat (result 3)`,
  );
});

it("shows one of several images of a request, with the price of all of them", () => {
  const [first, second] = choicesOf([file("image"), file("image"), file("other")]);
  const { text } = renderCard(job, first);
  expect(text).toContain(`id="job-j1"`);
  expect(text).toContain("fox (1 of 2)");
  expect(text).toContain("for 2 images");
  expect(text).toContain(`download="fox.other"`);
  expect(renderCard(job, second).text).toContain(`id="job-j1.2"`);
  expect(choicesOf([file("audio"), file("audio")])).toHaveLength(1);
});

it("tells the price of a job that waits from the estimate of one that was canceled", () => {
  const waiting = {
    ...job,
    isDone: false,
    isOpen: true,
    word: "waiting",
    files: [],
    settled: 0,
    estimated: 8,
  };
  expect(renderCard(waiting).text).toContain(">about 8 image units (US$ 0.028)<");
  const canceled = { ...waiting, isOpen: false, word: "canceled" };
  expect(renderCard(canceled).text).toContain(
    ">Nothing was charged; estimate: about 8 image units (US$ 0.028)<",
  );
});

it("calls an unknown price by its name, and never 0", () => {
  const unpriced = { ...job, settled: 0 };
  expect(renderCard(unpriced).text).toContain('<p class="price">price unknown · ');
  const failure = { message: "Blocked.", charge: "Nothing was charged.", steps: [] };
  const failed = { isDone: false, isFailed: true, isReplaceable: true, files: [], failure } as const;
  expect(renderCard({ ...unpriced, ...failed }).text).toContain("Price of another try: unknown");
  expect(renderCard({ ...unpriced, isDone: false, isOpen: true }).text).toContain("price unknown");
});
