import { find } from "./elements.ts";

/** Between the top of the window, or the bar that stays there, and what a jump leads to. */
const GAP_PIXELS = 12;

const bar = find(document, ".tools", HTMLElement);

/** Jumps, and the focus of those who tab upwards, end below the bar of filters: its rows depend on the window and on what it says. */
export function prepareJumps(): void {
  const leaveRoom = () => {
    const stays = getComputedStyle(bar).position === "sticky";
    document.documentElement.style.scrollPaddingTop = `${(stays ? bar.offsetHeight : 0) + GAP_PIXELS}px`;
  };
  // The browser jumps to the address that it opened before it tells of sizes.
  leaveRoom();
  new ResizeObserver(leaveRoom).observe(bar);
  // In a low window the bar scrolls away; it may keep its size when the window gets another height.
  addEventListener("resize", leaveRoom);
}
