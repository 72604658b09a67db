import { existsSync, readFileSync } from "node:fs";
import { chmod, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { formatPlan, readPlan, sealPlan } from "@klingkit/engine";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const BATCH = `purpose: launch
requests:
  - { name: fox, prompt: "a fox </script><script>alert(1)</script>", model: kling-v3 }
  - { name: lake, prompt: a lake, model: kling-v2-6 }
`;
const NO_KEY = { env: { KLING_API_KEY: undefined } };

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
});
afterEach(() => bench.close());

const read = (path: unknown) => readFileSync(String(path), "utf8");

/** Every text and number of some length in it. */
function leavesOf(value: unknown): readonly string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leavesOf);
  const text = String(value);
  return text.length > 3 && !["true", "false", "null"].includes(text) ? [text] : [];
}

describe("kling report", () => {
  it("writes a page of the newest batch beside its files, without a key, and nothing in it runs but its own script", async () => {
    await bench.run("run b.yaml --output-dir out");
    const { json, exitCode } = await bench.run("report", NO_KEY);
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ success: true, jobs: 2, files: 2, lost_responses: 0 });
    expect(json["report"]).toMatch(/out\/report-b\w+\.html$/);
    const page = read(json["report"]);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).toContain("a fox &lt;/script&gt;&lt;script&gt;alert(1)");
    expect(page).toContain("default-src &#39;none&#39;");
    expect(page).toContain('href="fox.mp4" data-clip');
    expect(page).not.toContain(bench.folder);
    expect(Buffer.byteLength(page)).toBeLessThan(60_000);
  });

  it("names what the estimate lacks: an unknown price is not 0", async () => {
    const body = '{ effect_scene: pet_lion_pro, input: { image: "https://example.com/cat.png" } }';
    const lion = `{ name: lion, operation: effects create, body: ${body} }`;
    await writeFile(join(bench.folder, "lion.yaml"), `requests: [${lion}]`);
    await bench.run("run lion.yaml");
    expect(read((await bench.run("report")).json["report"])).toContain("<span>Estimate: unknown</span>");
    await writeFile(join(bench.folder, "b.yaml"), `${BATCH}  - ${lion}\n`);
    await bench.run("run b.yaml");
    expect(read((await bench.run("report")).json["report"])).toMatch(
      /<span>Estimate: about [\d.]+ units and 1 job of unknown price<\/span>/,
    );
  });

  it("counts a lost response that the run survived", async () => {
    bench.emulator.control.setFaults([
      { match: { method: "POST" }, nth: 1, action: { type: "reset-after-accept" } },
    ]);
    await bench.run("run b.yaml");
    const { json } = await bench.run("report");
    expect(json).toMatchObject({ files: 2, lost_responses: 1, survived_responses: 1 });
    const page = read(json["report"]);
    expect(page).toContain("found by its external ID");
    expect(page).toContain("<b>1 of 1</b>");
    // Found at once, its mark lies on that of the loss: it leaves the upper half in sight.
    expect(page).toMatch(
      /<line class="lost"[^>]* y1="0" y2="10">.*<line class="found"[^>]* y1="5" y2="10">/s,
    );
  });

  it("counts a lost response as survived when the task was found, even if the task fails later", async () => {
    bench.emulator.control.setFaults([
      { match: { method: "POST" }, nth: 1, times: 1, action: { type: "reset-after-accept" } },
      { action: { type: "fail-task", message: "blocked" } },
    ]);
    await bench.run("run b.yaml");
    const { json } = await bench.run("report");
    expect(json).toMatchObject({ files: 0, lost_responses: 1, survived_responses: 1 });
  });

  it("counts a lost response whose task was never found as lost only", async () => {
    bench.emulator.control.setFaults([
      { match: { method: "POST" }, nth: 1, times: 1, action: { type: "reset-after-accept" } },
    ]);
    const speech = `requests:\n  - { name: voice, operation: audio speak, body: { text: hello, voice_id: oversea_male1, voice_language: en } }\n`;
    await writeFile(join(bench.folder, "speech.yaml"), speech);
    await bench.run("run speech.yaml");
    const { json } = await bench.run("report");
    expect(json).toMatchObject({ lost_responses: 1, survived_responses: 0 });
    expect(read(json["report"])).toContain("May have been charged: 0.05 units (US$ 0.007), still reserved.");
  });

  it("shows what failed first, whether it was charged, and the command that helps", async () => {
    bench.emulator.control.setFaults([
      { match: { model: "kling-v2-6" }, action: { type: "fail-task", message: "blocked <b>" } },
    ]);
    expect((await bench.run("run b.yaml --report run.html")).exitCode).not.toBe(0);
    const page = read(join(bench.folder, "run.html"));
    expect(page.indexOf(">lake</h3>")).toBeLessThan(page.indexOf(">fox</h3>"));
    expect(page).toContain("Nothing was charged.");
    expect(page).toMatch(/<code>kling jobs retry j\w+<\/code>/);
    expect(page).toContain("blocked &lt;b&gt;");
  });

  it("gives one command for several jobs of a batch that failed, beside that of each", async () => {
    bench.emulator.control.setFaults([{ action: { type: "fail-task", message: "internal error" } }]);
    await bench.run("run b.yaml --report run.html");
    const page = read(join(bench.folder, "run.html"));
    expect(page).toMatch(
      /<p>To buy all of them again: <button [^>]+><code>kling jobs retry --batch b\.yaml --failed<\/code><\/button> Estimate: [\d.]+ units \(US\$ [\d.]+\)\.<\/p>/,
    );
    expect(page.match(/<code>kling jobs retry j\w+<\/code>/g)).toHaveLength(2);
  });

  it("counts the jobs that one command buys, with those that were canceled because what they take failed", async () => {
    bench.emulator.control.setFaults([{ action: { type: "fail-task", message: "internal error" } }]);
    const chain = `requests:
  - { name: hero, prompt: a fox, model: kling-v3 }
  - { name: sound, operation: video add-sound, body: { video_id: { from: hero } } }
`;
    await writeFile(join(bench.folder, "chain.yaml"), chain);
    const { error } = await bench.run("run chain.yaml --report chain.html --store my.sqlite");
    const page = read(join(bench.folder, "chain.html"));
    expect(error["message"]).toContain("buys hero again, and the job that was canceled with it");
    expect(page).toMatch(
      /<p>To buy hero again, and the job that was canceled with it: <button [^>]+><code>kling jobs retry --batch chain\.yaml --failed --store my.sqlite<\/code><\/button> Estimate: 3.25 units \(US\$ [\d.]+\)\.</,
    );
    expect(page).toMatch(
      /It takes a result of hero, which ended failed\.[^<]+`kling jobs show j\w+ --store my\.sqlite`/,
    );
    expect(page).toContain('<p class="state dim">canceled</p>');
  });

  it("says which image of a request a video begins with, where that made several", async () => {
    const chain = `requests:
  - { name: coat, operation: image create, body: { prompt: a coat, n: 2 } }
  - { name: walk, model: kling-v3, prompt: she walks, firstFrame: { from: coat, result: 2 } }
`;
    await writeFile(join(bench.folder, "coat.yaml"), chain);
    await bench.run("run coat.yaml --report coat.html");
    const page = read(join(bench.folder, "coat.html"));
    const [, card = ""] =
      /<p class="from">from <a href="#([^"]+)">coat \(2 of 2\)<\/a><\/p>/.exec(page) ?? [];
    expect(page).toContain(`id="${card}"`);
    expect(card).toMatch(/^job-\w+\.2$/);
  });

  it("names the unit of each chart of the cost", async () => {
    const still = `purpose: two\nrequests:\n  - { name: fox, prompt: a fox, model: kling-v3 }\n  - { name: still, operation: image create, body: { prompt: a fox } }\n`;
    await writeFile(join(bench.folder, "two.yaml"), still);
    await bench.run("run two.yaml --report two.html");
    expect(read(join(bench.folder, "two.html")).match(/<h3>Cost over time[^<]*/g)).toEqual([
      "<h3>Cost over time, in units",
      "<h3>Cost over time, in image units",
    ]);
  });

  it("sends nobody to a retry that the content policy would refuse again, and gives the advice of the run's end", async () => {
    bench.emulator.control.setFaults([
      {
        match: { model: "kling-v2-6" },
        action: { type: "fail-task", message: "Failure to pass the risk control system" },
      },
    ]);
    const { error } = await bench.run("run b.yaml --report run.html");
    const page = read(join(bench.folder, "run.html"));
    const advice = "Change the prompt or the media, then run the changed batch.";
    expect(error["message"]).toContain(advice);
    expect(page).toContain(advice);
    expect(page).not.toContain("kling jobs retry");
    expect(page).toMatch(/<code>kling jobs show j\w+<\/code>/);
  });

  it("carries the clips inside with --inline", async () => {
    await bench.run("run b.yaml");
    const { json } = await bench.run("report --inline --output one.html");
    expect(json).toMatchObject({ left_out: [] });
    const page = read(join(bench.folder, "one.html"));
    expect(page.match(/href="data:video\/mp4;base64,/g)).toHaveLength(2);
  });

  it("names a file that is gone, and links none", async () => {
    await bench.run("run b.yaml");
    await rm(join(bench.folder, "fox.mp4"));
    const { json } = await bench.run("report");
    expect(read(json["report"])).toContain("This file was moved or deleted.");
  });

  it("is written by a run that asks for it, and named in its last line", async () => {
    const { stdout } = await bench.run("run b.yaml --report");
    const summary: unknown = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    expect(summary).toMatchObject({
      success: true,
      report: expect.stringMatching(/\/report-b\.html$/),
      report_replaced: false,
    });
    const shown = await bench.run("run b.yaml --report again.html", { isTty: true });
    expect(shown.stdout).toContain("  ./again.html\n");
  });

  it.for([
    ["report", "batch_not_found", "no jobs"],
    ["report nope", "batch_not_found", "has no jobs"],
    ["run b.yaml --report --detach", "conflicting_flags", "Nothing was sent."],
  ] as const)("%s is refused with %s", async ([line, code, text]) => {
    const { error, exitCode } = await bench.run(line);
    expect(exitCode).toBe(2);
    expect(error).toMatchObject({ code, message: expect.stringContaining(text) });
  });

  it("replaces a page that klingkit wrote, and another file only with --force", async () => {
    await bench.run("run b.yaml --report page.html");
    expect((await bench.run("report -o page.html")).exitCode).toBe(0);
    const own = join(bench.folder, "own.html");
    await writeFile(own, "<!doctype html><title>mine</title>");
    expect(await bench.run("report -o own.html")).toMatchObject({
      exitCode: 2,
      error: { code: "file_exists" },
    });
    const before = bench.requests.length;
    expect(await bench.run("run b.yaml --again --approve --report own.html")).toMatchObject({
      exitCode: 2,
      error: { code: "file_exists", message: expect.stringMatching(/^--report: .*Give another name\.$/) },
    });
    expect(bench.requests.slice(before)).toEqual([]);
    expect(read(own)).toContain("mine");
    expect((await bench.run("report -o own.html --force")).exitCode).toBe(0);
    expect(read(own)).toContain("launch");
  });

  describe("of a purpose that ran several times", () => {
    const edit = (from: string, to: string) =>
      writeFile(join(bench.folder, "b.yaml"), read(join(bench.folder, "b.yaml")).replace(from, to));
    const batches: string[] = [];
    beforeEach(async () => {
      batches.length = 0;
      for (const [from, to] of [
        ["a lake", "a lake"],
        ["a lake", "a blue lake"],
        ["a blue lake", "a deep lake"],
      ] as const) {
        await edit(from, to);
        await bench.run("run b.yaml --output-dir out");
        const { json } = await bench.run("report");
        batches.push(...(json["batches"] as string[]));
      }
    });

    it("shows the newest take of each, links earlier ones, and counts all of them", async () => {
      const { json } = await bench.run("report launch");
      expect(json).toMatchObject({ jobs: 2, files: 4 });
      expect(json["report"]).toMatch(/out\/report-launch-all-runs\.html$/);
      const page = read(json["report"]);
      expect(page).toContain("<b>3 runs of this purpose.</b>");
      expect(page).toContain("2 earlier takes: ");
      expect(page.match(/data-take="\d"/g)).toEqual(['data-take="0"', 'data-take="1"']);
      expect(page).toContain("a deep lake</p>");
      expect(page).toContain("a blue lake");
      expect(page).toContain("7.5 units (US$ 1.05) at the end");
      expect(page).toContain("Earlier takes: 3 units");
    });

    it("takes a run whose jobs were all canceled for none on an emulator", async () => {
      await edit("a deep lake", "a dark lake");
      await bench.run("run b.yaml --output-dir out --detach");
      const { json } = await bench.run("jobs --state waiting");
      const { jobs } = json as unknown as { jobs: readonly { job: string }[] };
      expect(jobs).toHaveLength(1);
      await bench.run(["jobs", "cancel", jobs[0]?.job ?? ""]);
      const page = read((await bench.run("report launch")).json["report"]);
      expect(page).toContain("<b>3 runs of this purpose.</b>");
      expect(page).toContain("The figures count all takes. All jobs of 1 more run were canceled.");
      expect(page).not.toContain("not on this page");
    });

    it("of a batch file is in the order of the file, under its name, with each approval for its batch", async () => {
      const { json } = await bench.run("report b.yaml");
      expect(json).toMatchObject({ jobs: 2, files: 2 });
      expect(json["report"]).toMatch(/out\/report-b\.html$/);
      await edit("name: fox,", "name: fox, durationSeconds: 10,");
      await bench.run("run b.yaml --output-dir out");
      const page = read((await bench.run("report b.yaml")).json["report"]);
      expect(page.indexOf(">fox</h3>")).toBeLessThan(page.indexOf(">lake</h3>"));
      expect(page).toContain("fox-2.mp4 &#183;");
      expect(page).toContain("Earlier takes, not counted: 6 units");
    });

    it("of a run that names its file is that of the file, also where it bought only a part", async () => {
      const { stdout } = await bench.run("run b.yaml --output-dir out --report");
      const summary = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
      expect(summary["report"]).toMatch(/out\/report-b\.html$/);
      const ofRun = read(summary["report"]);
      const { json } = await bench.run("report b.yaml");
      expect(json).toMatchObject({ report: summary["report"], jobs: 2, replaced: true, replaced_jobs: 2 });
      const timeless = (page: string) => page.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)? UTC/g, "");
      expect(timeless(ofRun)).toBe(timeless(read(json["report"])));
    });

    it("of a run with a purpose of its own has a name of its own, and the command of its batch", async () => {
      const { stdout } = await bench.run("run b.yaml --purpose other --output-dir out --report --approve");
      const summary = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
      expect(summary["report"]).toMatch(/out\/report-b-other\.html$/);
      expect(read(summary["report"])).toMatch(/"klingkit:command" content="kling%20report%20b0\w+"/);
    });

    it("is not replaced by one of fewer jobs without a word", async () => {
      const whole = await bench.run("report b.yaml -o page.html", { isTty: true });
      expect(stripVTControlCharacters(whole.stdout)).toMatch(/page\.html\n/);
      const part = await bench.run(["report", batches.at(-1) ?? "", "-o", "page.html"], { isTty: true });
      expect(stripVTControlCharacters(part.stdout)).toMatch(/page\.html, replaced\n/);
      expect(stripVTControlCharacters(part.stderr).replaceAll(/\s+/g, " ")).toContain(
        "This page shows 1 job. The one that it replaced showed 2. To write that one again, run `kling report b.yaml --output page.html`.",
      );
      const again = await bench.run("report b.yaml -o page.html", { isTty: true });
      expect(again.stderr).toBe("");
      const run = await bench.run("run b.yaml --report page.html", { isTty: true });
      expect(stripVTControlCharacters(run.stdout)).toMatch(/ report +\.\/page\.html, replaced\n/);
    });

    it("of one run says which it is, how to see all, and what the replaced takes cost beside it", async () => {
      expect(new Set(batches).size).toBe(3);
      const { json } = await bench.run("report");
      expect(json).toMatchObject({ jobs: 1, files: 1, batches: [batches.at(-1)] });
      const page = read(json["report"]);
      expect(page).toContain("<b>1 of 3 runs of this purpose.</b>");
      expect(page).toContain("<code>kling report launch</code>");
      expect(page).toContain("2 earlier takes: ");
      expect(page).toContain("Earlier takes, not counted: 3 units");
    });

    it("takes no trial on an emulator for an earlier take of a video that was bought", async () => {
      await bench.run("run b.yaml --emulated --speed 5000 --output-dir out");
      const { json } = await bench.run(["report", batches[0] ?? "", "-o", "first.html"]);
      expect(read(json["report"])).not.toContain("earlier take");
    });
  });

  it("lists the failed take that a retry replaces, whose estimate is in the sum", async () => {
    bench.emulator.control.setFaults([
      {
        match: { model: "kling-v2-6" },
        nth: 1,
        times: 1,
        action: { type: "fail-task", message: "internal error" },
      },
    ]);
    await bench.run("run b.yaml --output-dir out");
    await bench.run("jobs retry --batch b.yaml --failed --approve");
    await bench.run("resume");
    const page = read((await bench.run("report launch")).json["report"]);
    expect(page).toMatch(/1 earlier take: [-\d]+ [:\d]+ UTC \(failed\)</);
    expect(page).toContain("Estimate of all takes: about 6 units");
  });

  it("shows both of two jobs that a plan gave one name, and counts the later takes of each", async () => {
    await bench.run("plan b.yaml -o plan.json");
    const plan = readPlan(read(join(bench.folder, "plan.json")));
    const twins = plan.jobs.map((job) => ({ ...job, name: "dup" }));
    await writeFile(join(bench.folder, "plan.json"), formatPlan(sealPlan(plan.purpose, twins)));
    await bench.run("run plan.json --output-dir out");
    const whole = await bench.run("report launch");
    expect(whole.json).toMatchObject({ jobs: 2, files: 2 });
    expect(read(whole.json["report"])).not.toContain("earlier take");
    const { stdout } = await bench.run("report launch --for-client -o client.html", { isTty: true });
    expect(stdout).toContain("2 files");
    await bench.run("run plan.json --output-dir out --again --approve");
    const page = read((await bench.run("report launch")).json["report"]);
    expect(page.match(/1 earlier take: /g)).toHaveLength(2);
    expect((await bench.run("report launch")).json).toMatchObject({ jobs: 2, files: 4 });
  });

  describe("of a run whose failed job a later run made again", () => {
    const failOnce = () =>
      bench.emulator.control.setFaults([
        {
          match: { model: "kling-v2-6" },
          nth: 1,
          times: 1,
          action: { type: "fail-task", message: "internal error" },
        },
      ]);
    let first = "";
    const pageOfFirst = async () => read((await bench.run(["report", first])).json["report"]);

    beforeEach(async () => {
      failOnce();
      await bench.run("run b.yaml --output-dir out");
      const { json } = await bench.run("jobs");
      const { jobs } = json as unknown as { jobs: readonly { batch: string }[] };
      first = jobs[0]?.batch ?? "";
      expect(await pageOfFirst()).toContain("Needs you (1)");
    });

    it("needs nobody for it, and names the newer take", async () => {
      await bench.run("jobs retry --batch b.yaml --failed --approve");
      await bench.run("resume");
      const page = await pageOfFirst();
      expect(page).not.toContain("Needs you");
      expect(page).not.toContain("need you");
      expect(page).not.toContain("kling jobs retry");
      expect(page).toMatch(/<b>Newer take: done<\/b>, [-\d]+ [:\d]+ UTC, in run <code>b\w+<\/code>/);
      expect(page).toContain("1 has a newer take in another run");
      const all = read((await bench.run("report launch")).json["report"]);
      expect(all).toContain("2 of 2 newest takes done");
      expect(all).toContain("1 earlier take counted, too");
      const { json } = await bench.run("report launch");
      expect(json["batches"]).toEqual([first, expect.stringMatching(/^b/)]);
    });

    it("still needs you where the retry failed, too, and gives the command for the newest job", async () => {
      failOnce();
      await bench.run("jobs retry --batch b.yaml --failed --approve");
      await bench.run("resume");
      const { json } = await bench.run("jobs --state failed");
      const { jobs } = json as unknown as { jobs: readonly { job: string }[] };
      const page = await pageOfFirst();
      expect(page).toContain("Needs you (1)");
      expect(page).toContain("<b>Newer take: failed</b>");
      expect(page.match(/<code>kling jobs retry (\w+)<\/code>/)?.[1]).toBe(jobs[0]?.job);
    });

    it("finds the newer take of a step behind one that was canceled in between", async () => {
      const chain = (prompt: string) =>
        `purpose: chains\nrequests:\n  - { name: still, operation: image create, body: { prompt: a lake } }\n  - { name: clip, prompt: ${prompt}, firstFrame: { from: still } }\n`;
      const path = join(bench.folder, "chain.yaml");
      await writeFile(path, chain("waves"));
      bench.emulator.control.setFaults([
        {
          match: { path: "/v1/images/**" },
          nth: 1,
          times: 1,
          action: { type: "fail-task", message: "internal error" },
        },
      ]);
      await bench.run("run chain.yaml --output-dir chain");
      const [batch = ""] = z
        .array(z.looseObject({ batch: z.string() }).transform((job) => job.batch))
        .parse((await bench.run("jobs --batch chain.yaml")).json["jobs"]);
      await bench.emulator.control.advance(1000);
      await writeFile(path, chain("a storm"));
      await bench.run("run chain.yaml --output-dir chain");
      await bench.emulator.control.advance(1000);
      expect((await bench.run("jobs retry --batch chain.yaml --failed --approve")).exitCode).toBe(0);
      const page = read((await bench.run(["report", batch])).json["report"]);
      expect(page).toContain("2 have a newer take in another run");
      expect(page.match(/<b>Newer take: done<\/b>/g)).toHaveLength(2);
    });

    it("takes a changed request of the same name for a newer take", async () => {
      const path = join(bench.folder, "b.yaml");
      await writeFile(path, read(path).replace("a lake", "a blue lake"));
      await bench.run("run b.yaml --output-dir out");
      expect(await pageOfFirst()).not.toContain("Needs you");
      // The page of the file shows what the file asks for now.
      expect(read((await bench.run("report b.yaml")).json["report"])).not.toContain("Newer take");
    });
  });

  it("of a run without a charge has a cost with its unit, and tells refusals that stopped jobs from those that passed", async () => {
    bench.emulator.control.setFaults([
      { match: { method: "POST" }, action: { type: "business-error", code: 1102 } },
    ]);
    await bench.run("run b.yaml --output-dir out");
    const page = read((await bench.run("report")).json["report"]);
    expect(page).toContain("<span>0 units, US$ 0.00 at list price</span>");
    expect(page).toMatch(/<span>(?:1 refusal|2 refusals), none of them waited out<\/span>/);
    bench.emulator.control.setFaults([]);
    await bench.run("resume");
    expect(read((await bench.run("report")).json["report"])).toMatch(/(?:1 refusal|2 refusals) waited out/);
  });

  it("names the policy in the command that continues jobs of a run that it limits, and counts those that it holds", async () => {
    const policy = {
      kind: "klingkit.policy",
      version: 1,
      writtenBy: "ana",
      routes: ["v1/text2video:kling-v3"],
      allowsSeveralCreates: true,
      unitsPerDay: 5,
    };
    await writeFile(join(bench.folder, "spend.json"), JSON.stringify(policy));
    await writeFile(
      join(bench.folder, "chain.yaml"),
      `purpose: chain
requests:
  - { name: fox, prompt: a fox, model: kling-v3 }
  - { name: sound, operation: video add-sound, body: { video_id: { from: fox } } }
`,
    );
    await bench.run("run chain.yaml --policy spend.json --detach");
    await writeFile(
      join(bench.folder, "b.yaml"),
      "requests: [{ name: owl, prompt: an owl, model: kling-v3 }]",
    );
    await bench.run("run b.yaml");
    await bench.run("worker --until-idle --policy spend.json");
    const page = read((await bench.run("report chain.yaml")).json["report"]);
    expect(page).toContain("<b>2 jobs not finished.</b>");
    const [command = ""] = /kling resume [^<]*/.exec(page) ?? [];
    expect(command).toMatch(/^kling resume chain\.yaml --policy FILE/);
  });

  it("of a service that cannot be reached, counts no request as sent and no refusal", async () => {
    const noRoute = Object.assign(new Error("no"), { code: "ECONNREFUSED" });
    bench.intercept(({ method }) =>
      method === "POST"
        ? Promise.reject(new TypeError("fetch failed", { cause: noRoute }))
        : Promise.resolve(undefined),
    );
    await bench.run("run b.yaml --output-dir out");
    const cutOff = read((await bench.run("report")).json["report"]);
    expect(cutOff).toMatch(/<span>0 create requests sent<\/span>\s*<span>\d+ attempts? sent nothing<\/span>/);
    expect(cutOff).toContain("<span>0 refusals waited out</span>");
    expect(cutOff).toContain("Nothing was sent: ");
    expect(cutOff).not.toContain("Refused for now");
    bench.intercept(() => Promise.resolve(undefined));
    await bench.run("resume");
    const done = read((await bench.run("report")).json["report"]);
    expect(done).toMatch(
      /<span>2 create requests sent<\/span>\s*<span>\d+ more attempts? sent nothing<\/span>/,
    );
  });

  it("of a run that goes on, counts the refusals that it waited out so far", async () => {
    bench.emulator.control.setFaults([
      { match: { method: "POST" }, action: { type: "business-error", code: 1303 } },
    ]);
    await bench.run("run b.yaml --output-dir out --timeout 5");
    const page = read((await bench.run("report")).json["report"]);
    expect(page).toMatch(/\d refusals?, 0 of them waited out so far/);
  });

  it("reports the size of the files beside that of the page", async () => {
    await bench.run("run b.yaml --output-dir out");
    const linesOf = async (line: string) =>
      stripVTControlCharacters((await bench.run(line, { isTty: true })).stdout).replace(/ +/g, " ");
    const shown = await linesOf("report");
    expect(shown).toMatch(/ shows 2 jobs, 2 files \([\d.]+ k?B\)\n/);
    expect(shown).toMatch(/ page \d+ kB, without the files\n/);
    await rm(join(bench.folder, "out/lake.mp4"));
    const client = await linesOf("report --for-client --inline -o c.html");
    expect(client).toMatch(/ shows 1 file \(/);
    expect(client).toMatch(/ page \d+ kB, the files in it\n/);
  });

  it("names the requests of a batch file that were not run, and the command that runs them", async () => {
    const added = `${BATCH}  - { name: wolf, prompt: a wolf, model: kling-v3 }\n`;
    await bench.run("run b.yaml --output-dir out");
    await writeFile(join(bench.folder, "b.yaml"), added);
    const { json } = await bench.run("report b.yaml");
    expect(json).toMatchObject({ jobs: 2, not_run: ["wolf"] });
    const page = read(json["report"]);
    expect(page).toContain(
      "<b>1 request of b.yaml was not run: wolf.</b> To buy only what is missing, run <code>kling run b.yaml --output-dir out</code>.",
    );
    const { stderr } = await bench.run("ledger --batch b.yaml", { isTty: true });
    expect(stderr.replace(/\s+/g, " ")).toContain("1 request of b.yaml was not run: wolf. To buy only");
    const client = await bench.run("report b.yaml --for-client -o client.html --force");
    expect(read(client.json["report"])).not.toContain("wolf");
    await bench.run("run b.yaml --output-dir out");
    expect((await bench.run("report b.yaml")).json).not.toHaveProperty("not_run");
  });

  it("tells sums of several units apart from their price in all", async () => {
    const still = `purpose: two\nrequests:\n  - { name: fox, prompt: a fox, model: kling-v3 }\n  - { name: still, operation: image create, body: { prompt: a fox } }\n`;
    await writeFile(join(bench.folder, "two.yaml"), still);
    await bench.run("run two.yaml");
    const page = read((await bench.run("report")).json["report"]);
    expect(page).toMatch(/3 units and 8 image units\W{1,5}\w*\W{1,3}in all US\$ 0\.448 at list price/);
    const inAll = { in_all: { spent_usd: 0.448, held_usd: 0 } };
    for (const line of ["ledger --batch two.yaml", "budget --purpose two", "budget"]) {
      expect((await bench.run(line)).json).toMatchObject(inAll);
      expect((await bench.run(line, { isTty: true })).stdout).toContain(
        "\nIn all US$ 0.448 at list price.\n",
      );
    }
  });

  it("says a sum of US dollars once", async () => {
    const fox = "requests: [{ name: fox, prompt: a fox, model: kling-2.6, service: higgsfield }]";
    await writeFile(join(bench.folder, "dollars.yaml"), fox);
    const env = { HF_CREDENTIALS: "id-of-tests:secret-of-tests" };
    await bench.run("run dollars.yaml", { env });
    const page = read((await bench.run("report", { env })).json["report"]);
    expect(page).toContain("<b>No charge</b><span>US$ 0.35</span>");
    const { stdout } = await bench.run("ledger --batch dollars.yaml", { isTty: true, env });
    expect(stdout).not.toContain("In all US$");
  });

  it("gives the command for an emulated run with --emulated", async () => {
    await bench.run("run b.yaml --emulated --speed 5000 --output-dir out");
    await writeFile(
      join(bench.folder, "b.yaml"),
      `${BATCH}  - { name: wolf, prompt: a wolf, model: kling-v3 }\n`,
    );
    const page = read((await bench.run("report b.yaml")).json["report"]);
    expect(page).toContain("<code>kling run b.yaml --emulated --output-dir out</code>");
  });

  it("shows what a retry replaces, and needs nobody for it any more", async () => {
    await bench.run("run b.yaml --output-dir out");
    const { json } = await bench.run("jobs");
    const { jobs } = json as unknown as { jobs: readonly { job: string; name: string }[] };
    await bench.run(["jobs", "retry", jobs.find(({ name }) => name === "fox")?.job ?? "", "--approve"]);
    await bench.run("resume");
    const page = read((await bench.run("report")).json["report"]);
    expect(page).toContain("1 earlier take: ");
  });

  describe("--for-client", () => {
    it("holds nothing of the run but clips, names, length and ratio", async () => {
      bench.emulator.control.setFaults([
        { match: { model: "kling-v2-6" }, action: { type: "fail-task", message: "blocked" } },
      ]);
      await bench.run("run b.yaml --output-dir out");
      const { json, exitCode } = await bench.run("report --for-client");
      expect(exitCode).toBe(0);
      expect(json["report"]).toMatch(/out\/launch-review\.html$/);
      const listed = await bench.run("jobs");
      const [shown] = (
        listed.json as unknown as { jobs: readonly { job: string; name: string }[] }
      ).jobs.filter(({ name }) => name === "fox");
      const job = await bench.run(["jobs", "show", shown?.job ?? ""]);
      const secrets = leavesOf(job.json).filter(
        (value) => !["fox", "fox.mp4", "video", "launch", "16:9"].includes(value),
      );
      expect(secrets.length).toBeGreaterThan(15);
      const page = read(json["report"]);
      const own = page.replace(/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>|<meta[^>]*>/g, "");
      expect(secrets.filter((value) => own.includes(value))).toEqual([]);
      for (const word of [
        "lake",
        "blocked",
        "unit",
        "US$",
        "kling",
        "launch-",
        "a fox",
        "timeline",
        bench.folder,
      ])
        expect(own.toLowerCase()).not.toContain(word.toLowerCase());
      expect(own).toContain('href="fox.mp4" data-clip');
      expect(own).toContain("5 s · 16:9".replace("·", "&#183;"));
      const inline = await bench.run("report --for-client --inline --with-prompts -o one.html");
      expect(read(inline.json["report"])).toContain("a fox &lt;/script&gt;");
      expect(read(inline.json["report"])).not.toContain("fox.mp4");
    });

    it("shows results in the order of the file, also those that take a result of another one", async () => {
      const batch = `purpose: film
defaults: { model: kling-v3 }
requests:
  - { name: one, prompt: a fox }
  - { name: two, prompt: an owl }
  - { name: one-loud, operation: video add-sound, body: { video_id: { from: one } } }`;
      await writeFile(join(bench.folder, "film.yaml"), batch);
      await bench.run("run film.yaml");
      const { json } = await bench.run("report film.yaml --for-client");
      const page = read(json["report"]).replace(/<(style|script)>[\s\S]*?<\/\1>/g, "");
      expect(Array.from(page.matchAll(/<h3[^>]*>([^<]+)</g), ([, name]) => name)).toEqual([
        "one",
        "two",
        "one-loud",
      ]);
    });

    it("is written by a run, without --report, too", async () => {
      const { stdout } = await bench.run("run b.yaml --for-client --output-dir out");
      const summary: unknown = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
      expect(summary).toMatchObject({ client_report: expect.stringMatching(/launch-review\.html$/) });
      expect(summary).not.toHaveProperty("report");
    });

    it("is written beside the page that --report names, which keeps the costs", async () => {
      const line = "run b.yaml --for-client --report out/full.html --output-dir out";
      const { stdout } = await bench.run(line);
      const { report, client_report: client, ...rest } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
      expect(report).toMatch(/out\/full\.html$/);
      expect(client).toMatch(/out\/launch-review\.html$/);
      expect(rest).toMatchObject({ report_replaced: false, client_report_replaced: false });
      expect(read(report)).toContain("Timeline");
      expect(read(client)).not.toContain("Timeline");
      const { stdout: text } = await bench.run(line, { isTty: true, env: { NO_COLOR: "1" } });
      expect(text).toMatch(
        /report +\.\/out\/full\.html, replaced\n +\.\/out\/launch-review\.html, for the client, replaced/,
      );
    });

    it.for([
      ["report --with-prompts", "conflicting_flags", 2],
      ["report --for-client -o other/one.html", "no_files", 2],
    ] as const)("%s is refused with %s", async ([line, code, exitCode]) => {
      await bench.run("run b.yaml --output-dir out");
      expect(await bench.run(line)).toMatchObject({ exitCode, error: { code } });
      expect((await bench.files()).filter((name) => name.endsWith(".html"))).toEqual([]);
    });
  });

  it("says where it cannot be written, and a run ends all the same", async () => {
    // A file stands where the folder would be.
    await writeFile(join(bench.folder, "taken"), "");
    const { exitCode } = await bench.run("run b.yaml --report taken/run.html", { isTty: true, answer: "y" });
    expect(exitCode).toBe(0);
    expect((await bench.run("report -o taken/run.html")).error).toMatchObject({ code: "write_error" });
  });

  it("makes the folder of the page", async () => {
    await bench.run("run b.yaml");
    expect((await bench.run("report -o new/run.html")).exitCode).toBe(0);
    expect(await bench.files()).toContain("new/run.html");
  });

  it("--open says where the page is when this session cannot open it", async () => {
    await bench.run("run b.yaml");
    const none = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, BROWSER: undefined };
    const { stderr } = await bench.run("report --open", { isTty: true, env: none });
    expect((await bench.run("report --open", { env: none })).json).toMatchObject({
      success: true,
      opened: false,
      not_opened: expect.stringContaining("copy it to a machine with a browser"),
    });
    // The line is wrapped at the width of the terminal, and the path before it has any length.
    expect(stderr.replace(/\s+/g, " ")).toMatch(
      /report-b\w+\.html was not opened, because this session has no display, as over SSH\./,
    );
    await writeFile(join(bench.folder, "xdg-open"), "#!/bin/sh\nexit 3\n");
    await chmod(join(bench.folder, "xdg-open"), 0o755);
    const env = { PATH: `${bench.folder}:${process.env["PATH"]}`, DISPLAY: ":0" };
    const failed = await bench.run("report --open", { isTty: true, env });
    expect(failed.stderr.replace(/\s+/g, " ")).toContain("because xdg-open found no program for it");
  });

  it("shows a run that was stopped: what is not finished, what continues it, and how to write the page again", async () => {
    const stop = new AbortController();
    await writeFile(join(bench.folder, "b.yaml"), BATCH.replace("kling-v2-6", "kling-v3"));
    bench.intercept(async ({ method }) => {
      if (method === "POST") stop.abort();
      return undefined;
    });
    await bench.run("run b.yaml --quota 1 --store my.sqlite", { signal: stop.signal });
    const { json } = await bench.run("report --store my.sqlite");
    expect(json).toMatchObject({ jobs: 2, files: 0 });
    const page = read(json["report"]);
    const [batch] = json["batches"] as readonly string[];
    expect(page).toMatch(/<b>2 jobs not finished.<\/b> [^<]+, when no process was running them\.<\/p>/);
    expect(page).toContain(`data-copy="kling resume ${batch} --store my.sqlite"`);
    expect(page).toContain(`data-copy="kling report ${batch} --store my.sqlite"`);
    expect(page).toContain("Running at the service. No process is following it.");
    expect(page).toContain("Not sent. No process is running it.");
    expect(page).not.toContain("Waits for a free slot.");
    expect(page).toContain("Not finished (2)");
  });

  it("names the batch file where jobs of several batches are not finished", async () => {
    await bench.run("run b.yaml --detach");
    await writeFile(
      join(bench.folder, "b.yaml"),
      `${BATCH}  - { name: owl, prompt: an owl, model: kling-v3 }\n`,
    );
    await bench.run("run b.yaml --detach");
    const named = await bench.run(["report", "b.yaml", "--inline", "-o", "my page.html"]);
    const page = read(named.json["report"]);
    expect(page).toContain("<code>kling report b.yaml --inline --output &#39;my page.html&#39;</code>");
    expect(page).toContain("<code>kling resume b.yaml</code>");
    const purpose = await bench.run("report launch");
    expect(read(purpose.json["report"])).toContain("<code>kling resume launch</code>");
  });

  it("counts an earlier take that is not finished on the page of a purpose, and names what continues it", async () => {
    const write = (prompt: string) =>
      writeFile(
        join(bench.folder, "one.yaml"),
        `purpose: takes\nrequests: [{ name: fox, prompt: ${prompt}, model: kling-v3 }]`,
      );
    await write("a fox");
    const { json: first } = await bench.run("run one.yaml --detach");
    await write("a fox at dusk");
    // Which take is newer is told by the time.
    await bench.emulator.control.advance(1000);
    await bench.run("run one.yaml");
    const page = read((await bench.run("report takes")).json["report"]);
    expect(page).toContain("<b>1 job not finished.</b>");
    expect(page).toContain(
      "1 earlier take among them: the command that continues them buys what was not sent.",
    );
    expect(page).toContain(`<code>kling resume ${first["batch"]}</code>`);
    expect(read((await bench.run("report one.yaml")).json["report"])).not.toContain("not finished.</b>");
  });

  it("sends who reads it to a new page first while a process works on jobs of the store", async () => {
    const stop = new AbortController();
    let report: ReturnType<Bench["run"]> | undefined;
    await writeFile(join(bench.folder, "b.yaml"), BATCH.replace("kling-v2-6", "kling-v3"));
    bench.intercept(async ({ method, url }) => {
      if (method === "GET" && !url.includes("_emulator"))
        report ??= bench.run("report").finally(() => stop.abort());
      await report;
      return undefined;
    });
    await bench.run("run b.yaml --quota 1", { signal: stop.signal });
    const { json } = Object(await report);
    const page = read(json["report"]);
    const [batch] = json["batches"];
    expect(page).toContain("A process is working on jobs of this store.");
    expect(page.indexOf(`data-copy="kling report ${batch}"`)).toBeLessThan(
      page.indexOf(`data-copy="kling resume ${batch}"`),
    );
    expect(page).toContain("Waits for a free slot.");
    expect(page).not.toContain("No process");
  });

  it("says what a job waits for whose parent is unknown, and how to resolve that one", async () => {
    bench.emulator.control.setFaults([
      { match: { method: "POST" }, nth: 1, times: 1, action: { type: "reset-after-accept" } },
      { match: { method: "GET" }, action: { type: "html-error", status: 502 } },
    ]);
    const chain = `requests:
  - { name: hero, prompt: a fox, model: kling-v3 }
  - { name: sound, operation: video add-sound, body: { video_id: { from: hero } } }
`;
    await writeFile(join(bench.folder, "chain.yaml"), chain);
    await bench.run("run chain.yaml --timeout 7200 --store my.sqlite");
    const { json } = await bench.run("report --store my.sqlite");
    const page = read(json["report"]);
    expect(page).toContain("Waits for hero (unknown).");
    const shown = await bench.run("jobs --state unknown --store my.sqlite");
    const [{ job, external_task_id: key }] = Object(shown.json["jobs"]);
    for (const command of [
      `kling video status ${key} --external --type text2video --store my.sqlite`,
      "kling resume --store my.sqlite",
      `kling jobs adopt ${job} TASK_ID --store my.sqlite`,
      `kling jobs review ${job} --not-bought --store my.sqlite`,
    ])
      expect(page).toContain(`data-copy="${command}"`);
  });

  it("--open hands the page to the program that opens files", async () => {
    await bench.run("run b.yaml");
    const opened = join(bench.folder, "opened");
    await writeFile(join(bench.folder, "xdg-open"), `#!/bin/sh\necho "$1" > "${opened}"\n`);
    await chmod(join(bench.folder, "xdg-open"), 0o755);
    const { json } = await bench.run("report --open", {
      env: { PATH: `${bench.folder}:${process.env["PATH"]}`, DISPLAY: ":0" },
    });
    await expect.poll(() => existsSync(opened)).toBe(true);
    await expect.poll(() => read(opened).trim()).toBe(json["report"]);
    expect(json).toMatchObject({ opened: true });
  });
});
