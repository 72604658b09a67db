import type { ResourcePack } from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { openKling } from "../../session/client.ts";
import { type ConnectionOptions, readSettings, requireCredentials } from "../../session/settings.ts";
import { type OutputOptions, pickFields, printResult } from "../../terminal/output.ts";
import { formatTable } from "../../terminal/table.ts";
import { lastDays, serviceNowMs } from "./period.ts";

export interface CostsOptions extends OutputOptions, ConnectionOptions {
  readonly days: string;
  readonly pack?: string;
}

/** Fields of a pack, as the service calls them. */
const FIELDS = [
  "resource_pack_name",
  "resource_pack_id",
  "resource_pack_type",
  "total_quantity",
  "remaining_quantity",
  "purchase_time",
  "effective_time",
  "invalid_time",
  "status",
] as const;

export async function runCosts(options: CostsOptions, deps: Deps): Promise<void> {
  pickFields([], FIELDS, options.json);
  const settings = readSettings(deps, options);
  requireCredentials(settings);
  const kling = openKling(deps, settings);
  const period = lastDays(options.days, await serviceNowMs(deps, settings.baseUrl.value));
  const answer = await kling.account.costs(
    options.pack === undefined ? period : { ...period, resourcePackName: options.pack },
    { signal: deps.signal },
  );
  const packs = answer.resource_pack_subscribe_infos ?? [];
  const rows = packs.map((pack) => Object.fromEntries(FIELDS.map((field) => [field, pack[field] ?? null])));
  const result = { success: true, packs: pickFields(rows, FIELDS, options.json), count: packs.length };
  printResult(deps, options, result, (style) =>
    packs.length === 0
      ? "No resource packs in this period.\n"
      : formatTable(
          style,
          [
            { title: "PACK", min: 12 },
            { title: "STATUS" },
            { title: "LEFT", isNumber: true },
            { title: "OF", isNumber: true, rank: 1 },
            { title: "ENDS" },
          ],
          packs.map(packCells),
        ),
  );
}

function packCells(pack: ResourcePack): readonly string[] {
  const ends = pack.invalid_time ? new Date(pack.invalid_time).toISOString().slice(0, 10) : "";
  return [
    pack.resource_pack_name ?? "",
    pack.status ?? "",
    String(pack.remaining_quantity ?? "?"),
    String(pack.total_quantity ?? "?"),
    ends,
  ];
}
