import { copyText, find, findAll, say } from "./elements.ts";
import { isStarred, toggleStar } from "./saved.ts";

export const cards: readonly HTMLElement[] = findAll(document, ".card", HTMLElement);

export const idOf = (card: HTMLElement): string => card.dataset["id"] ?? "";
export const nameOf = (card: HTMLElement): string => card.querySelector("h3")?.textContent ?? "";
export const isShown = (card: HTMLElement): boolean => !card.hidden;

/** How far below the window a clip is loaded. */
const AHEAD = "600px";

/** Clips load when they come near, and play while the pointer is on them. */
export function prepareMedia(): void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting || !(target instanceof HTMLVideoElement)) continue;
        target.preload = "metadata";
        near.unobserve(target);
      }
    },
    { rootMargin: AHEAD },
  );
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const video of findAll(document, ".card video", HTMLVideoElement)) {
    video.controls = false;
    near.observe(video);
    if (isCalm) continue;
    video.addEventListener("pointerenter", () => void video.play().catch(() => undefined));
    video.addEventListener("pointerleave", () => video.pause());
  }
  addEventListener("beforeprint", () => {
    for (const video of findAll(document, ".card video", HTMLVideoElement)) video.preload = "metadata";
  });
}

export function prepareStars(): void {
  for (const card of cards) {
    const button = find(card, "[data-star]", HTMLButtonElement);
    const draw = () => {
      button.ariaPressed = String(isStarred(idOf(card)));
      button.textContent = isStarred(idOf(card)) ? "★ Starred" : "☆ Star";
    };
    button.addEventListener("click", () => {
      toggleStar(idOf(card));
      draw();
      filter();
    });
    draw();
  }
}

const form = find(document, ".tools", HTMLFormElement);

/** Shows what the filters let through. */
export function filter(): void {
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
    card.hidden =
      (states.length > 0 && !states.includes(state)) ||
      (model !== "" && own !== model) ||
      !words.every((word) => text.includes(word)) ||
      (isStarredOnly && !isStarred(idOf(card)));
    if (!card.hidden) shown += 1;
  }
  find(document, ".empty", HTMLElement).hidden = shown > 0;
  say(shown === cards.length ? "" : `${shown} of ${cards.length} shown.`);
}

export function prepareFilters(): void {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  // A browser restores the fields of a page that is loaded again.
  filter();
  find(form, "[data-copy-chosen]", HTMLButtonElement).addEventListener("click", () => {
    const starred = cards.filter((card) => isStarred(idOf(card)));
    const chosen = starred.length > 0 ? starred : cards.filter(isShown);
    const what = starred.length > 0 ? "starred" : "shown";
    void copyText(chosen.map(nameOf).join("\n"), `${chosen.length} names (${what})`);
  });
  for (const button of findAll(document, ".copy", HTMLButtonElement)) {
    button.addEventListener("click", () => void copyText(button.dataset["copy"] ?? "", "Text"));
  }
}
