import { clicked, idOf, nameOf } from "./cards.ts";
import { find, findAll, say } from "./elements.ts";
import { jobOf, settingsOf } from "./jobs.ts";
import { copyOf, FRAME_SECONDS } from "./viewer.ts";

const SEEK_STEPS = 1000;
/** How far two clips may drift apart before the second is set to the first. */
const MOST_DRIFT_SECONDS = 0.04;

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

const settingsFor = (card: HTMLElement): Readonly<Record<string, string>> => ({
  cost: jobOf(idOf(card))?.cost ?? "",
  prompt: card.querySelector(".prompt")?.textContent ?? "",
  ...settingsOf(idOf(card)),
});

/** Settings that differ stand first, and are marked. */
function drawTable(): void {
  const heads = findAll(comparer, "[data-name]", HTMLElement);
  heads.forEach((head, at) => {
    head.textContent = chosen[at] ? nameOf(chosen[at]) : "";
  });
  const [left, right] = chosen.map(settingsFor);
  if (!left || !right) return;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  const rows = [...names].map((name) => ({ name, values: [left[name] ?? "–", right[name] ?? "–"] }));
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
