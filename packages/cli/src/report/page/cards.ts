import { MOST_AT_ONCE } from "../most-at-once.ts";
import { copyText, find, findAll, makeButton, say } from "./elements.ts";
import { START_SECONDS } from "./frame.ts";
import { jobOf, settingsOf } from "./jobs.ts";
import { isStarred, noteOf, setNote, toggleStar } from "./saved.ts";

export const cards: readonly HTMLElement[] = findAll(document, ".card", HTMLElement);

/** What stands before the ID of a job. */
const JOB = "job-";

export const idOf = (card: HTMLElement): string => card.id.slice(card.id.indexOf("-") + 1);

/** A file that is inside the page has an address as long as itself. */
const LONGEST_ADDRESS = 2000;

/** What stars and notes belong to: the job. In a page without IDs, the clip by name and file: a new take has none yet. */
function keyOf(card: HTMLElement): string {
  if (card.id.startsWith(JOB)) return idOf(card);
  const shown = card.querySelector(".media img, .media audio, a.media");
  const address = shown?.getAttribute("src") ?? shown?.getAttribute("href") ?? "";
  return `${nameOf(card)} ${address.length > LONGEST_ADDRESS ? address.length : address}`;
}

export const nameOf = (card: HTMLElement): string => card.querySelector("h3")?.textContent ?? "";
export const isShown = (card: HTMLElement): boolean => !card.hidden;

/** The card that an event is about, and the element in it that has the attribute. */
export function clicked(
  event: Event,
  attribute: string,
): { readonly card: HTMLElement; readonly element: HTMLElement } | undefined {
  const element = event.target instanceof Element ? event.target.closest(`[${attribute}]`) : null;
  const card = element?.closest(".card");
  return element instanceof HTMLElement && card instanceof HTMLElement ? { card, element } : undefined;
}

export const isForAnotherTab = (event: Event): boolean =>
  event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey);

/** How far outside of the window a card gets its clip and its buttons. */
const AHEAD = "600px";
const SHA_DIGITS = 8;

const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Shows the clip in its link. */
function addClip(link: HTMLAnchorElement): void {
  const clip = document.createElement("video");
  clip.muted = true;
  clip.loop = true;
  clip.playsInline = true;
  clip.preload = "metadata";
  clip.src = `${link.href}#t=${START_SECONDS}`;
  clip.tabIndex = -1;
  link.append(clip);
  if (isCalm) return;
  for (const kind of ["pointerenter", "focus"])
    link.addEventListener(kind, () => void clip.play().catch(() => undefined));
  for (const kind of ["pointerleave", "blur"]) link.addEventListener(kind, () => clip.pause());
}

/** The hash of the file, to be copied. */
function addHash(card: HTMLElement, sha256: string): void {
  const short = sha256.slice(0, SHA_DIGITS);
  const button = makeButton(short, "copy");
  button.className = "copy";
  button.dataset["copy"] = sha256;
  button.ariaLabel = `${short}: copy the SHA-256 of the first file of ${nameOf(card)}`;
  card.querySelector(".price")?.append(" · ", button);
}

function addButtons(card: HTMLElement): void {
  const choose = document.createElement("p");
  choose.className = "choose";
  const compare = makeButton("Compare", "compare");
  compare.ariaPressed = "false";
  choose.append(makeButton("", "star"), " ", compare);
  // A clip or a picture is enlarged by a click on it; a player takes the click for itself.
  if (card.querySelector("div.media audio, div.media a")) {
    const enlarge = makeButton("Note", "enlarge");
    enlarge.ariaLabel = `Enlarge ${nameOf(card)} and write a note`;
    choose.append(" ", enlarge);
  }
  card.append(choose);
  drawStar(card);
}

/** Gives a card what only a script can use. */
function complete(card: HTMLElement): void {
  near.unobserve(card);
  if (card.querySelector(".choose")) return;
  const link = card.querySelector("[data-clip]");
  if (link instanceof HTMLAnchorElement) addClip(link);
  for (const picture of findAll(card, "img", HTMLImageElement)) picture.loading = "eager";
  const { sha256 = "" } = jobOf(idOf(card)) ?? {};
  if (sha256 !== "") addHash(card, sha256);
  addButtons(card);
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries)
      if (isIntersecting && target instanceof HTMLElement) complete(target);
  },
  { rootMargin: AHEAD },
);

/** Cards are completed when they come near, or all at once: a browser that prints waits for no clip. Clips play while the pointer is on them. */
export function prepareCards(): void {
  if (cards.length <= MOST_AT_ONCE) cards.forEach(complete);
  else for (const card of cards) near.observe(card);
  addEventListener("beforeprint", () => cards.forEach(complete));
}

function drawStar(card: HTMLElement): void {
  // Shown on paper, which has no buttons.
  card.classList.toggle("starred", isStarred(keyOf(card)));
  drawStarOf(card, card.querySelector("[data-star]"));
}

/** Shows on a button whether the card has a star. */
export function drawStarOf(card: HTMLElement, button: Element | null): void {
  if (!(button instanceof HTMLButtonElement)) return;
  const isOn = isStarred(keyOf(card));
  button.ariaPressed = String(isOn);
  button.textContent = isOn ? "★ Starred" : "☆ Star";
}

export function changeStar(card: HTMLElement): void {
  toggleStar(keyOf(card));
  drawStar(card);
  filter();
}

export function prepareStars(): void {
  document.addEventListener("click", (event) => {
    const { card } = clicked(event, "data-star") ?? {};
    if (card) changeStar(card);
  });
}

const form = find(document, ".tools", HTMLFormElement);

const texts = new Map<HTMLElement, string>();

/** What a search looks through: all that the card says, and its settings. */
function textOf(card: HTMLElement): string {
  const known = texts.get(card);
  if (known !== undefined) return known;
  const text = [card.textContent, ...Object.values(settingsOf(idOf(card)))].join(" ").toLowerCase();
  texts.set(card, text);
  return text;
}

const stateOf = (card: HTMLElement): string => card.querySelector(".state")?.textContent ?? "";

/** Shows what the filters let through. */
function filter(): void {
  const values = new FormData(form);
  const states = values.getAll("state");
  const model = String(values.get("model") ?? "");
  const words = String(values.get("text") ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
  const isStarredOnly = values.has("starred");
  let shown = 0;
  for (const card of cards) {
    const isLeftOut =
      (states.length > 0 && !states.includes(stateOf(card))) ||
      (model !== "" && settingsOf(idOf(card))["model"] !== model) ||
      !words.every((word) => textOf(card).includes(word)) ||
      (isStarredOnly && !isStarred(keyOf(card)));
    if (card.hidden !== isLeftOut) card.hidden = isLeftOut;
    if (!isLeftOut) shown += 1;
  }
  find(document, ".empty", HTMLElement).hidden = shown > 0;
  for (const section of findAll(document, "main > section:has(.grid)", HTMLElement))
    section.hidden = !cards.some((card) => isShown(card) && section.contains(card));
  say(shown === cards.length ? "" : `${shown} of ${cards.length} cards shown.`);
}

export const noteFor = (card: HTMLElement): string => noteOf(keyOf(card));
export const setNoteFor = (card: HTMLElement, text: string): void => setNote(keyOf(card), text);

/** Copies what is starred; where nothing is, what the filters show. */
function copyChosen(form: string): void {
  const starred = cards.filter((card) => isStarred(keyOf(card)));
  const hasFile = (card: HTMLElement) => jobOf(idOf(card))?.file !== undefined;
  const chosen = starred.length > 0 ? starred : cards.filter((card) => isShown(card) && hasFile(card));
  if (chosen.length === 0) {
    say("Nothing was copied: no result is shown, and none has a star.");
    return;
  }
  const what = starred.length > 0 ? "starred" : "no star: all results that are shown";
  const rows = chosen.map((card) => {
    const { file, job = idOf(card) } = jobOf(idOf(card)) ?? {};
    return { job, name: nameOf(card), file, note: noteFor(card) };
  });
  const text = form === "json" ? JSON.stringify(rows, undefined, 2) : rows.map(({ name }) => name).join("\n");
  void copyText(text, `${namesText(chosen.length)} (${what})`);
}

const namesText = (count: number): string => (count === 1 ? "1 name" : `${count} names`);

/** What a client sends back: a line for each clip that has a star or a note. */
function copyChoice(): void {
  const lines = cards.flatMap((card) => {
    const note = noteFor(card);
    const isOn = isStarred(keyOf(card));
    if (!isOn && note === "") return [];
    return `${isOn ? "★ " : ""}${nameOf(card)}${note === "" ? "" : `: ${note}`}`;
  });
  if (lines.length === 0) say("Star a result or write a note first.");
  else void copyText(lines.join("\n"), namesText(lines.length));
}

/** A link to a card that the filters hide would lead nowhere: it clears them, and the browser then jumps. */
function showTarget(event: Event): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.hash || isForAnotherTab(event)) return;
  const card = cards.find(({ id }) => `#${id}` === link.hash);
  if (!card || isShown(card)) return;
  form.reset();
  filter();
  say(`Filters cleared: they hid ${nameOf(card)}.`);
}

export function prepareFilters(): void {
  document.addEventListener("click", showTarget);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  // A browser restores the fields of a page that is loaded again.
  filter();
  for (const button of findAll(form, "[data-copy-chosen]", HTMLButtonElement))
    button.addEventListener("click", () => {
      const { copyChosen: what = "" } = button.dataset;
      if (what === "notes") copyChoice();
      else copyChosen(what);
    });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
    if (button instanceof HTMLElement) void copyText(button.dataset["copy"] ?? "", "Text");
  });
}
