/** The address of the page; a tool that names it is shown with it. */
export const APPROVAL_PAGE = "ui://klingkit/approve";
export const APPROVAL_TOOL = "approve_plan";
/** What the program that shows the page must know it as. */
export const PAGE_MIME_TYPE = "text/html;profile=mcp-app";
/** Name of the part of a result that only the page reads. */
export const BUTTON_META = "klingkit/approval";

const APPS_VERSION = "2026-01-26";

/**
 * The page with the button: plain HTML, nothing from the network. It speaks with the program that shows it, by messages; `key` was made
 * for this reading of the page, and is sent with the answer.
 */
export const approvalPage = (key: string): string => `<!doctype html>
<meta charset="utf-8"><title>Approve a plan</title>
<style>:root{color-scheme:light dark}body{font:14px system-ui;margin:12px}button{font:inherit;padding:6px 14px;margin-right:8px}pre{white-space:pre-wrap}</style>
<pre id="text">Nothing to approve.</pre><p id="buttons" hidden><button id="approve">Approve</button><button id="decline">Decline</button></p>
<script>
const key = ${JSON.stringify(key)}; let id = 0; let asked; const waiting = new Map();
const at = (name) => document.getElementById(name);
const post = (message) => parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
const request = (method, params) => new Promise((done) => { id += 1; waiting.set(id, done); post({ id, method, params }); });
function show({ structuredContent: data, _meta: meta }) {
  asked = meta && meta[${JSON.stringify(BUTTON_META)}];
  at("buttons").hidden = !asked;
  at("text").textContent = asked ? asked.quote : (data && data.message) || "Nothing to approve.";
}
function failure(result) {
  try { return JSON.parse(result.content[0].text).error.message; } catch { return ""; }
}
async function answer(decision) {
  at("buttons").hidden = true;
  const { quote, ...question } = asked;
  const { result } = await request("tools/call", { name: ${JSON.stringify(APPROVAL_TOOL)}, arguments: { ...question, key, decision } });
  const data = (result && result.structuredContent) || {};
  at("text").textContent = data.message || failure(result) || "Not approved. Nothing was bought.";
}
at("approve").onclick = () => answer("approve"); at("decline").onclick = () => answer("decline");
addEventListener("message", ({ source, data }) => {
  if (source !== parent || !data || data.jsonrpc !== "2.0") return;
  if (data.method === "ui/notifications/tool-result") show(data.params);
  else if (data.method && data.id !== undefined) post({ id: data.id, result: {} });
  else if (waiting.has(data.id)) { waiting.get(data.id)(data); waiting.delete(data.id); }
});
request("ui/initialize", { appInfo: { name: "klingkit", version: "1" }, appCapabilities: {}, protocolVersion: ${JSON.stringify(APPS_VERSION)} })
  .then(() => post({ method: "ui/notifications/initialized", params: {} }));
</script>
`;
