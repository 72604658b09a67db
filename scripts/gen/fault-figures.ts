import * as z from "zod/mini";
import { table } from "./markdown.ts";

/** `<!-- bench-faults: measure -->`, then the table that counts what the faults of a measure cost each client. */
const MARKED_TABLE = /^(<!-- bench-faults: (?<measure>[\w-]+) -->\n)(?:\n(?:\|[^\n]*\n)+)?/gm;

const faultResult = z.object({
  rows: z.array(z.object({ name: z.string(), seen: z.string(), detail: z.string() })),
});

/** The row in which nothing breaks. */
const CONTROL = "nothing";
/** What a client made of one video that was wanted: requests sent, tasks billed, whole files. */
const PURCHASE = String.raw`(\d+) \/ (\d+) \/ (\d+)`;

/** Clients, as the rows name them, with the words of the table. */
const CLIENTS = [
  ["klingkit", "**klingkit**"],
  ["naive", "a client that polls, and retries after errors"],
  ["kling-api", "kling-api 1.0.0 from npm"],
] as const;

interface Purchase {
  readonly billed: number;
  readonly delivered: number;
}

/** Fills in how often each client paid twice, and how often it paid and had no file. */
export function fillFaultFigures(markdown: string, read: (measure: string) => unknown): string {
  return markdown.replace(MARKED_TABLE, (...found) => {
    const { measure = "" } = z.parse(z.object({ measure: z.string() }), found.at(-1));
    const { rows } = z.parse(faultResult, read(measure));
    // Rows that only klingkit takes part in test promises that the others do not make.
    const shared = rows.filter(({ name, detail }) => name !== CONTROL && purchaseOf("naive", detail));
    const cells = CLIENTS.map(([client, words]) => {
      const purchases = shared.flatMap(
        ({ seen, detail }) => purchaseOf(client, client === "klingkit" ? `klingkit ${seen}` : detail) ?? [],
      );
      const twice = purchases.filter(({ billed }) => billed > 1);
      const lost = purchases.filter(({ billed, delivered }) => billed > 0 && delivered === 0);
      return [words, ...[purchases.length, twice.length, lost.length].map(String)];
    });
    return `${String(found[1])}\n${table(["one video, one fault each", "faults", "paid twice", "paid, no file"], cells)}\n`;
  });
}

function purchaseOf(client: string, text: string): Purchase | undefined {
  const [, , billed, delivered] = new RegExp(`(?:^|; )${client} ${PURCHASE}`).exec(text) ?? [];
  return billed === undefined ? undefined : { billed: Number(billed), delivered: Number(delivered) };
}
