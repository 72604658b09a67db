import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { experimental_generateVideo as generateVideo } from "ai";
import { afterEach, expect, it } from "vitest";
import { createVideoWorld } from "../ai-sdk/support/video-world.ts";
import { createSpanRecorder, outline, traceIds } from "../engine/support/span-recorder.ts";
import { createMcpWorld, ERAS, POLICY, planOne } from "../mcp/support/mcp-world.ts";

const SUBMIT = "generate_content kling-2.5-turbo";
const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

afterEach(() => context.disable());

it("puts plan, approval and job of a generateVideo call under the span that is active there", async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  await using world = await createVideoWorld();
  const { telemetry, provider, spans } = createSpanRecorder();
  const klingkit = await world.createProvider({ engine: { telemetry } });
  const caller = provider.getTracer("app").startSpan("make teaser");
  const call = () =>
    generateVideo({ model: klingkit.video("kling-2.5-turbo"), prompt: "a fox", duration: 5 });
  await world.drive(context.with(trace.setSpan(context.active(), caller), call));
  caller.end();
  expect(traceIds(spans())).toEqual([caller.spanContext().traceId]);
  expect(outline(spans())).toEqual(
    expect.arrayContaining([
      "klingkit.plan < make teaser",
      "klingkit.job (producer) < make teaser",
      `${SUBMIT} (client) < klingkit.job`,
      "klingkit.collect < klingkit.job",
    ]),
  );
});

it.each(ERAS)("continues the trace of an MCP call of %s", async (era) => {
  const { telemetry, spans } = createSpanRecorder();
  await using world = await createMcpWorld({ engine: { policy: POLICY, telemetry } });
  const client = await world.connectStdio({ era });
  const plan_hash = await planOne(client);
  await client.callTool({
    name: "run_plan",
    arguments: { plan_hash },
    _meta: { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` },
  });
  await world.finish();
  expect(traceIds(spans())).toEqual([TRACE_ID]);
  expect(outline(spans())).toContain(`${SUBMIT} (client) < klingkit.job`);
});
