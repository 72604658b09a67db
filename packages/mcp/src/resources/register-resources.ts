import { type McpServer, ResourceNotFoundError, ResourceTemplate } from "@modelcontextprotocol/server";
import { APPROVAL_PAGE, approvalPage, PAGE_MIME_TYPE } from "../approval/page.ts";
import type { PageKeys } from "../approval/page-key.ts";
import type { ServerDeps } from "../server-options.ts";
import { spendJson } from "../tools/spend.ts";
import { assetJson, jobJson } from "../views/job-json.ts";
import { planJson } from "../views/plan-json.ts";

const MIME_TYPE = "application/json";

interface Kind {
  readonly name: string;
  readonly description: string;
  readonly template: string;
  /** Undefined where nothing has this id. */
  read(deps: ServerDeps, id: string): Promise<unknown>;
}

/** What tools link to. Bytes are never inline: an asset says where its file is. */
const KINDS: readonly Kind[] = [
  {
    name: "plan",
    description: "What a plan would buy",
    template: "kling://plans/{id}",
    async read({ jobClient, engine, warningsOf }, id) {
      const plan = await jobClient.plan(id);
      if (plan === undefined) return undefined;
      const preview = await engine.preview(plan, { continues: true });
      return planJson(plan, preview, warningsOf(preview));
    },
  },
  {
    name: "job",
    description: "State, cost and results of a job",
    template: "kling://jobs/{id}",
    async read({ jobClient }, id) {
      const [job] = await jobClient.jobs({ ids: [id] });
      return job && jobJson(jobClient, job, (await jobClient.assets([id])).get(id));
    },
  },
  {
    name: "asset",
    description: "Where a downloaded file is",
    template: "kling://assets/{id}",
    async read({ jobClient }, id) {
      const asset = await jobClient.asset(id);
      return asset && { ...assetJson(asset), job_id: asset.job_id };
    },
  },
];

const SPEND_URI = "kling://spend";

/** Plans, jobs, assets and spend, for clients that follow links. */
export function registerResources(server: McpServer, deps: ServerDeps, pageKeys: PageKeys): void {
  for (const { name, description, template, read } of KINDS) {
    const links = new ResourceTemplate(template, { list: undefined });
    server.registerResource(name, links, { description, mimeType: MIME_TYPE }, async (uri, { id }) => {
      const value = typeof id === "string" ? await read(deps, decodeURIComponent(id)) : undefined;
      if (value === undefined) throw new ResourceNotFoundError(uri.href);
      return textOf(uri, value);
    });
  }
  const page = { description: "Page on which a person approves a plan", mimeType: PAGE_MIME_TYPE };
  server.registerResource("approval", APPROVAL_PAGE, page, async (uri, ctx) => ({
    contents: [{ uri: uri.href, mimeType: PAGE_MIME_TYPE, text: approvalPage(await pageKeys.make(ctx)) }],
  }));
  const config = { description: "Units spent and reserved, and the owner's limits", mimeType: MIME_TYPE };
  server.registerResource("spend", SPEND_URI, config, async (uri) => textOf(uri, await spendJson(deps)));
}

const textOf = (uri: URL, value: unknown) => ({
  contents: [{ uri: uri.href, mimeType: MIME_TYPE, text: JSON.stringify(value) }],
});
