import type { PageJob } from "../page-data.ts";
import { clicked, idOf, isForAnotherTab, nameOf } from "./cards.ts";
import { find, findAll, say } from "./elements.ts";
import { START_SECONDS } from "./frame.ts";
import { type Clips, keepInStep } from "./in-step.ts";
import { jobOf, settingsNumbered } from "./jobs.ts";
import { copyOf, mediaOf } from "./viewer.ts";

const SEEK_STEPS = 1000;

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

/** Those that are shown. */
let clips: Clips | undefined;

/** One of the two takes that are compared. */
interface Side {
  readonly label: string;
  /** What it made; in its place the reason why there is nothing to look at. */
  readonly media: HTMLElement;
  /** What was asked for and what it cost, in words. */
  readonly facts: Readonly<Record<string, string>>;
}

function factsOf(job: PageJob | undefined, prompt: string): Side["facts"] {
  const { cost } = job ?? {};
  return {
    ...(cost === undefined ? {} : { cost }),
    ...(prompt === "" ? {} : { prompt }),
    ...(job ? settingsNumbered(job.settings) : {}),
  };
}

/** The half of something that no page can show: what its card says instead. */
function placeholderOf(reason: Element | null): HTMLElement {
  const box = document.createElement("div");
  box.className = "media";
  const note = document.createElement("p");
  note.className = "none";
  const copy = reason?.cloneNode(true);
  if (copy) note.append(...(copy instanceof HTMLAnchorElement ? [copy] : copy.childNodes));
  box.append(note);
  return box;
}

const sideOf = (card: HTMLElement): Side => ({
  label: nameOf(card),
  media: copyOf(card) ?? placeholderOf(card.querySelector(".media .none, .problem")),
  facts: factsOf(jobOf(idOf(card)), card.querySelector(".prompt")?.textContent ?? ""),
});

/** The earlier take that a link of the card leads to. */
function sideOfTake(card: HTMLElement, link: HTMLAnchorElement): Side | undefined {
  const take = jobOf(idOf(card))?.earlier?.[Number(link.dataset["take"])];
  return (
    take && {
      label: `${nameOf(card)}, ${take.time}`,
      media: mediaOf(take.kind, link.href, nameOf(card)) ?? placeholderOf(link),
      facts: factsOf(take, take.prompt),
    }
  );
}

function show(sides: readonly Side[]): void {
  pair.replaceChildren(
    ...sides.map(({ label, media }) => {
      const figure = document.createElement("figure");
      const caption = document.createElement("figcaption");
      caption.textContent = label;
      figure.append(media, caption);
      return figure;
    }),
  );
  const players = findAll(pair, "video, audio", HTMLMediaElement);
  players.forEach((player, at) => {
    // Two sounds at once say nothing.
    player.muted = at > 0;
  });
  // Pictures neither play nor have a time.
  find(comparer, "[data-moving]", HTMLElement).hidden = players.length === 0;
  clips = keepInStep(players, {
    startSeconds: START_SECONDS,
    onTime: (share) => {
      seek.value = String(share * SEEK_STEPS);
    },
  });
  drawPlay();
  drawTable(sides);
  comparer.showModal();
  // Otherwise the first button or player has the focus, and the space bar.
  comparer.focus();
}

function togglePlay(): void {
  if (clips?.isPlaying()) clips.pause();
  else clips?.play();
  drawPlay();
}

function stepFrames(frames: number): void {
  clips?.step(frames);
  drawPlay();
}

/** As in the viewer. */
const KEYS: Readonly<Record<string, () => void>> = {
  " ": togglePlay,
  ",": () => stepFrames(-1),
  ".": () => stepFrames(1),
};

const drawPlay = (): void => {
  playButton.textContent = clips?.isPlaying() ? "Pause" : "Play";
};

/** Settings that differ stand first, and are marked. */
function drawTable(sides: readonly Side[]): void {
  const heads = findAll(comparer, "[data-name]", HTMLElement);
  heads.forEach((head, at) => {
    head.textContent = sides[at]?.label ?? "";
  });
  const [left, right] = sides.map(({ facts }) => facts);
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

export function prepareComparer(): void {
  document.addEventListener("click", (event) => {
    const { card } = clicked(event, "data-compare") ?? {};
    if (card) choose(card);
  });
  document.addEventListener("click", (event) => {
    const { card, element } = clicked(event, "data-take") ?? {};
    // A link that is opened in another tab stays a link.
    if (!card || !(element instanceof HTMLAnchorElement) || isForAnotherTab(event)) return;
    const take = sideOfTake(card, element);
    if (!take) return;
    event.preventDefault();
    show([take, { ...sideOf(card), label: `${nameOf(card)}, newest` }]);
  });
  open.addEventListener("click", () => show(chosen.map(sideOf)));
  playButton.addEventListener("click", togglePlay);
  for (const button of findAll(comparer, "[data-frame]", HTMLButtonElement))
    button.addEventListener("click", () => stepFrames(Number(button.dataset["frame"])));
  comparer.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || (event.key === " " && event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    act();
  });
  seek.addEventListener("input", () => clips?.seek(Number(seek.value) / SEEK_STEPS));
  comparer.addEventListener("close", () => pair.replaceChildren());
  for (const button of findAll(document, "[data-close]", HTMLButtonElement))
    button.addEventListener("click", () => button.closest("dialog")?.close());
}
