/** How far below the window the rows are made. */
const AHEAD = "600px";

/** Rows of many jobs are text in the page until the timeline comes near. */
export function prepareTimeline(): void {
  const rows = document.querySelector(".rows");
  const waiting = rows?.querySelector("noscript");
  if (!rows || !waiting) return;
  const fill = () => {
    near.disconnect();
    // Written by the page itself, with every value escaped.
    if (waiting.isConnected) rows.innerHTML = waiting.textContent ?? "";
  };
  const near = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && fill(),
    {
      rootMargin: AHEAD,
    },
  );
  near.observe(rows);
  addEventListener("beforeprint", fill);
}
