import { clicked, idOf, nameOf } from "./cards.ts";
import { find, findAll, say } from "./elements.ts";
import { copyOf, FRAME_SECONDS } from "./viewer.ts";

/** What the page was given of each job. */
interface Comparable {
  readonly id: string;
  readonly prompt: string;
  readonly cost: string;
  readonly settings: Readonly<Record<string, string>>;
}

const SEEK_STEPS = 1000;
/** How far two clips may drift apart before the second is set to the first. */
const MOST_DRIFT_SECONDS = 0.04;

/** Read when it is asked for: all that the page holds takes a while. */
function readJob(id: string): Comparable | undefined {
  const text = find(document, "#jobs", HTMLScriptElement).textContent ?? "[]";
  // Written by the page itself.
  return (JSON.parse(text) as readonly Comparable[]).find((job) => job.id === id);
}

const comparer = find(document, ".comparer", HTMLDialogElement);
const pair = find(comparer, ".pair", HTMLElement);
const open = find(document, "[data-open-compare]", HTMLButtonElement);
const seek = find(comparer, "[data-seek]", HTMLInputElement);
const playButton = find(comparer, "[data-play]", HTMLButtonElement);

let chosen: readonly HTMLElement[] = [];

function choose(card: HTMLElement): void {
  const before = chosen;
  chosen = chosen.includes(card) ? chosen.filter((one) => one !== card) : [...chosen, card].slice(-2);
  for (const one of [...before, ...chosen])
    find(one, "[data-compare]", HTMLButtonElement).ariaPressed = String(chosen.includes(one));
  open.disabled = chosen.length !== 2;
  say(chosen.length === 2 ? `${chosen.map(nameOf).join(" and ")} can be compared.` : "");
}

const clips = (): readonly HTMLVideoElement[] => findAll(pair, "video", HTMLVideoElement);

function show(): void {
  pair.replaceChildren(
    ...chosen.map((card) => {
      const figure = document.createElement("figure");
      const copy = copyOf(card);
      const caption = document.createElement("figcaption");
      caption.textContent = nameOf(card);
      figure.append(...(copy ? [copy, caption] : [caption]));
      return figure;
    }),
  );
  const [first, second] = clips();
  if (second) second.muted = true;
  first?.addEventListener("timeupdate", () => {
    seek.value = String((first.currentTime / first.duration) * SEEK_STEPS);
    if (second && Math.abs(second.currentTime - first.currentTime) > MOST_DRIFT_SECONDS)
      second.currentTime = first.currentTime;
  });
  for (const kind of ["play", "pause"]) first?.addEventListener(kind, drawPlay);
  drawPlay();
  drawTable();
  comparer.showModal();
}

const drawPlay = (): void => {
  playButton.textContent = clips()[0]?.paused === false ? "Pause" : "Play";
};

/** Settings that differ stand first, and are marked. */
function drawTable(): void {
  const [left, right] = chosen.map((card) => readJob(idOf(card)));
  const heads = findAll(comparer, "[data-name]", HTMLElement);
  heads.forEach((head, at) => {
    head.textContent = chosen[at] ? nameOf(chosen[at]) : "";
  });
  if (!left || !right) return;
  const names = new Set(["cost", "prompt", ...Object.keys(left.settings), ...Object.keys(right.settings)]);
  const textOf = (job: Comparable, name: string) =>
    name === "cost" ? job.cost : name === "prompt" ? job.prompt : (job.settings[name] ?? "–");
  const rows = [...names].map((name) => ({ name, values: [textOf(left, name), textOf(right, name)] }));
  const differs = ({ values: [one, other] }: (typeof rows)[number]) => one !== other;
  find(comparer, "tbody", HTMLElement).replaceChildren(
    ...[...rows.filter(differs), ...rows.filter((row) => !differs(row))].map((row) => {
      const line = document.createElement("tr");
      line.className = differs(row) ? "differs" : "";
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = row.name;
      const cells = row.values.map((value) => {
        const cell = document.createElement("td");
        cell.textContent = value;
        return cell;
      });
      line.append(head, ...cells);
      return line;
    }),
  );
}

function each(act: (clip: HTMLVideoElement) => void): void {
  for (const clip of clips()) act(clip);
}

export function prepareComparer(): void {
  document.addEventListener("click", (event) => {
    const { card } = clicked(event, "data-compare") ?? {};
    if (card) choose(card);
  });
  open.addEventListener("click", show);
  playButton.addEventListener("click", () => {
    const isPaused = clips()[0]?.paused ?? true;
    each((clip) => (isPaused ? void clip.play().catch(() => undefined) : clip.pause()));
  });
  for (const button of findAll(comparer, "[data-frame]", HTMLButtonElement))
    button.addEventListener("click", () =>
      each((clip) => {
        clip.pause();
        clip.currentTime = Math.max(0, clip.currentTime + Number(button.dataset["frame"]) * FRAME_SECONDS);
      }),
    );
  seek.addEventListener("input", () =>
    each((clip) => {
      if (Number.isFinite(clip.duration))
        clip.currentTime = (Number(seek.value) / SEEK_STEPS) * clip.duration;
    }),
  );
  comparer.addEventListener("close", () => pair.replaceChildren());
  for (const button of findAll(document, "[data-close]", HTMLButtonElement))
    button.addEventListener("click", () => button.closest("dialog")?.close());
}
