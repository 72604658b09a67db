import { copyText, find, findAll, say } from "./elements.ts";
import { isStarred, noteOf, starredIds, toggleStar } from "./saved.ts";

export const cards: readonly HTMLElement[] = findAll(document, ".card", HTMLElement);

export const idOf = (card: HTMLElement): string => card.dataset["id"] ?? "";
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

/** How far below the window a clip is loaded. */
const AHEAD = "600px";
/** Clips that are all loaded at once: a browser that prints waits for none. */
const MOST_AT_ONCE = 60;

/** Shows the clip in its link. Its first frame is not always a picture: the one after a tenth of a second is. */
function addClip(link: HTMLAnchorElement): HTMLVideoElement {
  const clip = document.createElement("video");
  clip.muted = true;
  clip.loop = true;
  clip.playsInline = true;
  clip.preload = "metadata";
  clip.src = `${link.href}#t=0.1`;
  clip.tabIndex = -1;
  link.append(clip);
  return clip;
}

/** Clips are made when they come near, and play while the pointer is on them. */
export function prepareClips(): void {
  const links = findAll(document, ".card [data-clip]", HTMLAnchorElement);
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (link: HTMLAnchorElement) => {
    near.unobserve(link);
    if (link.querySelector("video")) return;
    const clip = addClip(link);
    if (isCalm) return;
    for (const kind of ["pointerenter", "focus"])
      link.addEventListener(kind, () => void clip.play().catch(() => undefined));
    for (const kind of ["pointerleave", "blur"]) link.addEventListener(kind, () => clip.pause());
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting && target instanceof HTMLAnchorElement) show(target);
    },
    { rootMargin: AHEAD },
  );
  if (links.length <= MOST_AT_ONCE) links.forEach(show);
  else for (const link of links) near.observe(link);
  addEventListener("beforeprint", () => links.forEach(show));
}

function drawStar(card: HTMLElement): void {
  const button = find(card, "[data-star]", HTMLButtonElement);
  const isOn = isStarred(idOf(card));
  button.ariaPressed = String(isOn);
  button.textContent = isOn ? "★ Starred" : "☆ Star";
}

export function prepareStars(): void {
  for (const id of starredIds()) {
    const card = document.getElementById(`job-${id}`);
    if (card) drawStar(card);
  }
  document.addEventListener("click", (event) => {
    const { card } = clicked(event, "data-star") ?? {};
    if (!card) return;
    toggleStar(idOf(card));
    drawStar(card);
    filter();
  });
}

const form = find(document, ".tools", HTMLFormElement);

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
    const { state = "", model: own, text = "" } = card.dataset;
    const isLeftOut =
      (states.length > 0 && !states.includes(state)) ||
      (model !== "" && own !== model) ||
      !words.every((word) => text.includes(word)) ||
      (isStarredOnly && !isStarred(idOf(card)));
    if (card.hidden !== isLeftOut) card.hidden = isLeftOut;
    if (!isLeftOut) shown += 1;
  }
  find(document, ".empty", HTMLElement).hidden = shown > 0;
  const problems = document.querySelector(".problems")?.closest("section");
  if (problems) problems.hidden = !cards.some((card) => isShown(card) && problems.contains(card));
  say(shown === cards.length ? "" : `${shown} of ${cards.length} shown.`);
}

/** Copies what is starred; where nothing is, what the filters show. */
function copyChosen(isJson: boolean): void {
  const starred = cards.filter((card) => isStarred(idOf(card)));
  const chosen = starred.length > 0 ? starred : cards.filter(isShown);
  const what = starred.length > 0 ? "starred" : "shown";
  const count = chosen.length === 1 ? "1 name" : `${chosen.length} names`;
  const rows = chosen.map((card) => ({ job: idOf(card), name: nameOf(card), note: noteOf(idOf(card)) }));
  const text = isJson ? JSON.stringify(rows, undefined, 2) : rows.map(({ name }) => name).join("\n");
  void copyText(text, `${count} (${what})`);
}

export function prepareFilters(): void {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  // A browser restores the fields of a page that is loaded again.
  filter();
  for (const button of findAll(form, "[data-copy-chosen]", HTMLButtonElement))
    button.addEventListener("click", () => copyChosen(button.dataset["copyChosen"] === "json"));
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
    if (button instanceof HTMLElement) void copyText(button.dataset["copy"] ?? "", "Text");
  });
}
