/** What a person marked on this page, kept in the browser. */
interface Saved {
  stars: string[];
  notes: Record<string, string>;
}

const KEY = `klingkit-report ${document.title}`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function read(): Saved {
  const empty: Saved = { stars: [], notes: {} };
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (!isRecord(value)) return empty;
    const { stars, notes } = value;
    return {
      stars: Array.isArray(stars) ? stars.filter((id) => typeof id === "string") : [],
      notes: isRecord(notes)
        ? Object.fromEntries(
            Object.entries(notes).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
          )
        : {},
    };
  } catch {
    // No storage here, or something else wrote to it.
    return empty;
  }
}

const saved = read();

function write(): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(saved));
  } catch {
    // Kept for as long as the page is open.
  }
}

export const isStarred = (id: string): boolean => saved.stars.includes(id);

export function toggleStar(id: string): void {
  saved.stars = isStarred(id) ? saved.stars.filter((other) => other !== id) : [...saved.stars, id];
  write();
}

export const noteOf = (id: string): string => saved.notes[id] ?? "";

export function setNote(id: string, text: string): void {
  saved.notes[id] = text;
  write();
}
