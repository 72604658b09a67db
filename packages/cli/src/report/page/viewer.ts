import {
  cards,
  changeStar,
  clicked,
  drawStarOf,
  isForAnotherTab,
  isShown,
  nameOf,
  noteFor,
  setNoteFor,
} from "./cards.ts";
import { find, findAll } from "./elements.ts";
import { FRAME_SECONDS, START_SECONDS } from "./frame.ts";

const viewer = find(document, ".viewer", HTMLDialogElement);
const stage = find(viewer, ".stage", HTMLElement);
const playButton = find(viewer, "[data-play]", HTMLButtonElement);
const note = find(viewer, "[data-note]", HTMLInputElement);
const star = find(viewer, "[data-starred]", HTMLButtonElement);
const speed = find(viewer, "[data-speed]", HTMLSelectElement);

let current: HTMLElement | undefined;

const clip = (): HTMLVideoElement | null => stage.querySelector("video");
const player = (): HTMLMediaElement | null => stage.querySelector("video, audio");

/** A clip, picture or sound of a card, to look at by itself; undefined for a card that shows none. */
export function copyOf(card: HTMLElement): HTMLElement | undefined {
  const media = card.querySelector(".media");
  if (media instanceof HTMLAnchorElement && media.dataset["clip"] !== undefined)
    return mediaOf("video", media.href, nameOf(card));
  const copy = media?.querySelector("img, audio")?.cloneNode(true);
  if (copy instanceof HTMLAudioElement) copy.preload = "auto";
  return copy instanceof HTMLElement ? copy : undefined;
}

/** Whether the card shows something to look at: one that failed, or whose file is gone, would be a black picture. */
const hasResult = (card: HTMLElement): boolean =>
  card.querySelector(".media[data-clip], .media img, .media audio") !== null;

/** What shows a file by its address; undefined for one that a page cannot show. */
export function mediaOf(kind: string, address: string, label: string): HTMLElement | undefined {
  switch (kind) {
    case "video": {
      const clip = document.createElement("video");
      clip.loop = true;
      clip.playsInline = true;
      clip.preload = "auto";
      clip.src = `${address}#t=${START_SECONDS}`;
      clip.ariaLabel = label;
      return clip;
    }
    case "image":
    case "mask": {
      const picture = document.createElement("img");
      picture.src = address;
      picture.alt = label;
      return picture;
    }
    case "audio": {
      const player = document.createElement("audio");
      player.src = address;
      player.controls = true;
      player.ariaLabel = label;
      return player;
    }
    default:
      return undefined;
  }
}

function show(card: HTMLElement): void {
  current = card;
  const copy = copyOf(card);
  stage.replaceChildren(...(copy ? [copy] : []));
  find(viewer, "h2", HTMLElement).textContent = nameOf(card);
  find(viewer, ".prompt", HTMLElement).textContent = card.querySelector(".prompt")?.textContent ?? "";
  find(viewer, ".from", HTMLElement).textContent = [...card.querySelectorAll(".chips, .price")]
    .map(({ textContent }) => textContent)
    .join(" · ");
  note.value = noteFor(card);
  const video = clip();
  const kind = player()?.localName ?? "picture";
  for (const element of findAll(viewer, "[data-for]", HTMLElement))
    element.hidden = !element.dataset["for"]?.includes(kind);
  drawStarOf(card, star);
  video?.addEventListener("play", drawPlay);
  video?.addEventListener("pause", drawPlay);
  setSpeed();
  drawPlay();
}

const drawPlay = (): void => {
  playButton.textContent = clip()?.paused === false ? "Pause" : "Play";
};

function setSpeed(): void {
  const video = clip();
  if (video) video.playbackRate = Number(speed.value);
}

function togglePlay(): void {
  const media = player();
  if (!media) return;
  if (media.paused) void media.play().catch(() => undefined);
  else media.pause();
}

function toggleStarOfCurrent(): void {
  if (!current) return;
  changeStar(current);
  drawStarOf(current, star);
}

function stepFrames(frames: number): void {
  const video = clip();
  if (!video) return;
  video.pause();
  video.currentTime = Math.max(0, video.currentTime + frames * FRAME_SECONDS);
}

function stepCards(by: number): void {
  const shown = cards.filter((card) => isShown(card) && hasResult(card));
  if (!current || shown.length === 0) return;
  const next = shown[(shown.indexOf(current) + by + shown.length) % shown.length];
  if (next) show(next);
}

/** Keys of the viewer; what is typed into a field stays there. */
const KEYS: Readonly<Record<string, () => void>> = {
  ArrowLeft: () => stepCards(-1),
  ArrowRight: () => stepCards(1),
  " ": togglePlay,
  ",": () => stepFrames(-1),
  ".": () => stepFrames(1),
  s: toggleStarOfCurrent,
};

export function prepareViewer(): void {
  document.addEventListener("click", (event) => {
    const forNote = clicked(event, "data-enlarge");
    const { card } = forNote ?? clicked(event, "data-clip") ?? clicked(event, "data-picture") ?? {};
    // A link that is opened in another tab stays a link.
    if (!card || isForAnotherTab(event)) return;
    event.preventDefault();
    show(card);
    viewer.showModal();
    // Otherwise the first button has the focus, and the space bar. What is typed behind "Note" is the note, not keys.
    (forNote ? note : viewer).focus();
  });
  for (const button of findAll(viewer, "[data-step]", HTMLButtonElement))
    button.addEventListener("click", () => stepCards(Number(button.dataset["step"])));
  for (const button of findAll(viewer, "[data-frame]", HTMLButtonElement))
    button.addEventListener("click", () => stepFrames(Number(button.dataset["frame"])));
  playButton.addEventListener("click", togglePlay);
  star.addEventListener("click", toggleStarOfCurrent);
  speed.addEventListener("input", setSpeed);
  note.addEventListener("input", () => current && setNoteFor(current, note.value));
  viewer.addEventListener("close", () => stage.replaceChildren());
  // A button that was clicked would take the next space bar, which plays the clip. Those who tab keep their place.
  viewer.addEventListener("click", (event) => {
    if (event.detail > 0 && event.target instanceof HTMLButtonElement && viewer.open) viewer.focus();
  });
  viewer.addEventListener("keydown", (event) => {
    const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
    if (!act || isField || (event.key === " " && event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    act();
  });
}
