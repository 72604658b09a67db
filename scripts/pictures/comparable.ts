/**
 * The words of a picture without what differs from run to run: times, sizes, IDs, the hash of a plan (it covers the paths
 * of its inputs), and how far bars and states were at a moment of motion. Two pictures with the same words show the same program.
 */
export function comparable(svg: string): string {
  const still = svg.replaceAll(/<g class="f f\d+">[\s\S]*?<\/g>\n/g, "");
  return [...still.matchAll(/<title>[\s\S]*?<\/title>|<tspan[^>]*>([^<]*)<\/tspan>/g)]
    .map(([whole, text]) => text ?? whole)
    .join("\n")
    .replaceAll(/\b[\d.]+ (s|ms|kB)\b/g, "0 $1")
    .replaceAll(/\b\d+:\d\d(:\d\d)?\b/g, "0:00")
    .replaceAll(/\+[\d.]+/g, "+0")
    .replaceAll(/\b[\da-f]{12}\b/g, "hash")
    .replaceAll(/\b[abj]0[\da-z]{16,}\b/g, "id")
    .replaceAll(/ {2,}/g, "  ");
}
