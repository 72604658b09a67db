import { createHash } from "node:crypto";
import { createRawClient } from "../../tests/mcp/support/raw-client.ts";
import { openSession } from "./session.ts";

/** What an agent's program shows of a server that asks: the page of the server, and the result that the page is given. */
interface Asked {
  readonly html: string;
  readonly result: object;
  readonly quote: string;
}

const SHOWS_APPS = {
  extensions: { "io.modelcontextprotocol/ui": { mimeTypes: ["text/html;profile=mcp-app"] } },
};
const REQUESTS = [
  { name: "fox", prompt: "a fox in the snow", model: "kling-2.5-turbo" },
  { name: "owl", prompt: "an owl at night", model: "kling-v3", audio: "native" },
];

/** What the window shows: the question, and its page without the key that is made for each reading. */
export async function approvalFacts() {
  const { html, quote } = await askForApproval();
  const page = html.replace(/const key = ".*?";/, "");
  return {
    quote: quote.replaceAll(/\bsha256:[\da-f]+/g, "hash"),
    page: createHash("sha256").update(page).digest("hex"),
  };
}

/** Plans two videos as an agent does, and lets the server ask. */
export async function askForApproval(): Promise<Asked> {
  const session = await openSession({ isReal: true });
  const asked: Asked[] = [];
  try {
    await session.run(["mcp", "--http", "0", "--emulated", "--always-ask"], {
      columns: 80,
      use: async (baseUrl) => {
        const send = ({ method, headers, body }: Request) =>
          fetch(`${baseUrl}/mcp`, { method, headers, body, duplex: "half" } as RequestInit);
        const client = createRawClient({ fetch: send }, { name: "agent", capabilities: SHOWS_APPS });
        const planned = await client({
          name: "plan_videos",
          arguments: { purpose: "teaser", requests: REQUESTS },
        });
        const hash = planned.result?.structuredContent?.["plan_hash"];
        const { result = {} } = await client({ name: "run_plan", arguments: { plan_hash: hash } });
        const read = await client.request("resources/read", { uri: "ui://klingkit/approve" });
        const question = Object(result._meta?.["klingkit/approval"]);
        const html: unknown = Object(Object(read.result).contents?.[0]).text;
        asked.push({ html: String(html), result, quote: String(question.quote) });
      },
    });
  } finally {
    await session.close();
  }
  const [first] = asked;
  if (!first) throw new Error("the server did not ask");
  return first;
}
