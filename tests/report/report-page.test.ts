import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { createTempDir } from "@klingkit/testkit";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientPageOf } from "../../packages/cli/src/report/client-clips.ts";
import { renderClientPage } from "../../packages/cli/src/report/render-client-page.ts";
import { renderPage } from "../../packages/cli/src/report/render-page.ts";
import { findChromium, launchChromium } from "./support/chromium.ts";
import {
  CLIP_SECONDS,
  createImageReport,
  createLongReport,
  createMediaReport,
  createReport,
  createReportOfManyWords,
  createStoppedReport,
  HOSTILE,
  writeClips,
} from "./support/report-data.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.skipIf(findChromium() === undefined)(
  "the report page in Chromium (skipped without chromium)",
  () => {
    let browser: Browser;
    let folder: Awaited<ReturnType<typeof createTempDir>>;
    let address: string;
    beforeAll(async () => {
      folder = await createTempDir();
      await writeClips(folder.path);
      await writeFile(folder.file("report.html"), renderPage(createReport()));
      await writeFile(folder.file("long.html"), renderPage(createLongReport()));
      await writeFile(folder.file("images.html"), renderPage(createImageReport()));
      await writeFile(folder.file("media.html"), renderPage(createMediaReport()));
      await writeFile(folder.file("stopped.html"), renderPage(createStoppedReport()));
      await writeFile(folder.file("words.html"), renderPage(createReportOfManyWords()));
      for (const [name, report] of [
        ["client", createReport()],
        ["client-media", createMediaReport()],
      ] as const)
        await writeFile(
          folder.file(`${name}.html`),
          renderClientPage(clientPageOf(report, { hasPrompts: true })),
        );
      address = pathToFileURL(folder.file("report.html")).href;
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser?.close();
      await folder?.[Symbol.asyncDispose]();
    });

    interface Opened extends AsyncDisposable {
      readonly page: Page;
      /** Everything that went wrong or left the folder: messages of the console, dialogs, requests. */
      readonly troubles: string[];
    }

    async function open(
      options: Parameters<Browser["newPage"]>[0] = {},
      file = "report.html",
    ): Promise<Opened> {
      const page = await browser.newPage(options);
      const troubles: string[] = [];
      page.on("console", (message) => troubles.push(message.text()));
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("dialog", (dialog) => {
        troubles.push(dialog.message());
        void dialog.dismiss();
      });
      page.on("request", (request) => {
        if (!request.url().startsWith("file:")) troubles.push(request.url());
      });
      await page.goto(new URL(file, address).href);
      return { page, troubles, [Symbol.asyncDispose]: () => page.close() };
    }

    const shownNames = (page: Page) => page.locator(".card:visible h3").allTextContents();

    it("runs nothing of what prompts, names and errors hold, and asks no network", async () => {
      await using opened = await open();
      const { page, troubles } = opened;
      await page.locator("a.media").first().scrollIntoViewIfNeeded();
      await expect
        .poll(() =>
          page
            .locator(".card video")
            .first()
            .evaluate((video: HTMLVideoElement) => video.readyState),
        )
        .toBeGreaterThan(0);
      expect(await page.locator("h3").allTextContents()).toContain(HOSTILE.name);
      expect(await page.title()).toContain(HOSTILE.title);
      expect(await page.locator("script").count()).toBe(2);
      expect(await page.locator("img:not(.media img)").count()).toBe(0);
      expect(troubles).toEqual([]);
    });

    it.for([
      ["light", "report.html"],
      ["dark", "report.html"],
      ["light", "client.html"],
      ["dark", "client.html"],
    ] as const)(
      "axe finds nothing in the %s theme of %s, with and without a dialog",
      async ([colorScheme, file]) => {
        await using opened = await open({ colorScheme }, file);
        const { page } = opened;
        const findings = async () => {
          const { violations } = await page.evaluate<AxeResults>(`${AXE}; axe.run()`);
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
        };
        expect(await findings()).toEqual([]);
        await page.locator("a.media").first().click();
        expect(await findings()).toEqual([]);
      },
    );

    it("filters by state, model and words, and says how many are left", async () => {
      await using opened = await open();
      const { page } = opened;
      const all = await shownNames(page);
      await page.getByLabel("failed (1)").check();
      expect(await shownNames(page)).toEqual(["broken"]);
      expect(await page.getByText("Results (4)").isVisible()).toBe(false);
      expect(await page.locator(".status").textContent()).toBe(`1 of ${all.length} cards shown.`);
      await page.getByLabel("failed (1)").uncheck();
      await page.getByLabel("done (4)").check();
      expect(await page.getByText("Needs you (1)").isVisible()).toBe(false);
      expect(await page.getByText("Results (4)").isVisible()).toBe(true);
      await page.getByLabel("done (4)").uncheck();
      await page.getByLabel("Model").selectOption("kling-v2-6");
      expect(await shownNames(page)).toEqual(["take-2"]);
      await page.getByLabel("Model").selectOption("");
      await page.getByLabel("Search").fill("FOX snow");
      expect(await shownNames(page)).toEqual(["take-1", "take-2"]);
      await page.getByLabel("Search").fill("nothing like this");
      expect(await page.getByText("Nothing matches the filters.").isVisible()).toBe(true);
    });

    it("keeps stars and notes, and copies the chosen names", async () => {
      const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
      const page = await context.newPage();
      try {
        await page.goto(address);
        await page.locator("#job-j2 [data-star]").click();
        await page.locator("#job-j2 .media").click();
        await page.getByLabel("Note").fill("the better one");
        await page.keyboard.press("Escape");
        await page.reload();
        expect(await page.locator("#job-j2 [data-star]").getAttribute("aria-pressed")).toBe("true");
        await page.locator("#job-j2 .media").click();
        expect(await page.getByLabel("Note").inputValue()).toBe("the better one");
        await page.keyboard.press("Escape");
        await page.getByLabel("starred only").check();
        expect(await shownNames(page)).toEqual(["take-2"]);
        await page.getByText("Copy chosen names").click();
        await expect.poll(() => page.locator(".status").textContent()).toBe("1 name (starred) copied.");
        expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("take-2");
        await page.getByText("Copy as JSON").click();
        await expect
          .poll(async () => JSON.parse(await page.evaluate(() => navigator.clipboard.readText())))
          .toEqual([{ job: "j2", name: "take-2", file: "take.mp4", note: "the better one" }]);
        await page.emulateMedia({ media: "print" });
        const mark = await page
          .locator("#job-j2 h3")
          .evaluate((name) => getComputedStyle(name, "::after").content);
        expect(mark).toContain("★");
        await page.emulateMedia({ media: null });
        await page.locator("#job-j2 [data-star]").click();
        await page.getByLabel("starred only").uncheck();
        await page.getByText("Copy chosen names").click();
        await expect
          .poll(() => page.locator(".status").textContent())
          .toBe("3 names (no star: all results that are shown) copied.");
      } finally {
        await context.close();
      }
    });

    it("enlarges a result: keys move between results, step frames and play, and stay out of fields", async () => {
      await using opened = await open();
      const { page } = opened;
      const title = () => page.locator(".viewer h2").textContent();
      const seconds = () =>
        page.locator(".viewer video").evaluate((video: HTMLVideoElement) => video.currentTime);
      await page.locator("#job-j1 .media").click();
      await expect
        .poll(() => page.locator(".viewer video").evaluate((video: HTMLVideoElement) => video.readyState))
        .toBeGreaterThan(1);
      const before = await seconds();
      await page.keyboard.press(".");
      expect(await seconds()).toBeCloseTo(before + 1 / 24, 3);
      await page.keyboard.press(",");
      expect(await seconds()).toBeCloseTo(before, 3);
      await page.keyboard.press("ArrowRight");
      expect(await title()).toBe("take-2");
      expect(await page.locator(".viewer .from").textContent()).toContain("kling-v2-6 · 5 s · 720p");
      await page.getByLabel("Note").press("ArrowRight");
      expect(await title()).toBe("take-2");
      await page.getByText("Previous").click();
      expect(await title()).toBe("take-1");
      const isPlaying = () =>
        page.locator(".viewer video").evaluate((video: HTMLVideoElement) => !video.paused);
      // Also behind a click on a button, which has the focus then.
      await page.keyboard.press(" ");
      await expect.poll(isPlaying).toBe(true);
      await page.locator(".viewer").getByText("+1 frame").click();
      await page.keyboard.press(" ");
      await expect.poll(isPlaying).toBe(true);
      await page.locator("[data-play]").first().press(" ");
      await expect.poll(isPlaying).toBe(false);
      expect(await title()).toBe("take-1");
      await page.keyboard.press("Escape");
      expect(await page.locator(".viewer").isVisible()).toBe(false);
    });

    it("leaves what failed or is gone out of the results that the keys move between", async () => {
      await using opened = await open();
      const { page } = opened;
      await page.locator("#job-j1 .media").click();
      const titles: (string | null)[] = [];
      for (let at = 0; at < 3; at += 1) {
        titles.push(await page.locator(".viewer h2").textContent());
        await page.keyboard.press("ArrowRight");
      }
      expect(titles).toEqual(["take-1", "take-2", HOSTILE.name]);
      expect(await page.locator(".viewer h2").textContent()).toBe("take-1");
    });

    it("prints the command of a job that failed, with its ID, and its timeline on one page", async () => {
      await using opened = await open();
      const { page } = opened;
      await page.emulateMedia({ media: "print" });
      const command = page.locator("#job-j0 .command");
      expect(await command.isVisible()).toBe(true);
      expect(await command.textContent()).toBe("kling jobs retry j0");
      const section = page.locator(".timeline");
      expect(await section.evaluate((element) => getComputedStyle(element).breakInside)).toBe("avoid");
    });

    it("plays the clip at the space bar as soon as it is enlarged", async () => {
      await using opened = await open();
      const { page } = opened;
      await page.locator("#job-j1 .media").focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press(" ");
      await expect
        .poll(() => page.locator(".viewer video").evaluate((video: HTMLVideoElement) => video.paused))
        .toBe(false);
      expect(await page.locator(".viewer h2").textContent()).toBe("take-1");
    });

    it("gives each image of a request its own card, star and name", async () => {
      const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
      const page = await context.newPage();
      try {
        await page.goto(new URL("images.html", address).href);
        expect(await shownNames(page)).toEqual(["still (1 of 2)", "still (2 of 2)"]);
        await page.locator("#job-j1\\.2 [data-star]").click();
        await page.getByText("Copy as JSON").click();
        await expect
          .poll(async () => JSON.parse(await page.evaluate(() => navigator.clipboard.readText())))
          .toEqual([{ job: "j1", name: "still (2 of 2)", file: "still.2.png", note: "" }]);
        await page.locator("#job-j1 .media").click();
        await page.keyboard.press("ArrowRight");
        expect(await page.locator(".viewer h2").textContent()).toBe("still (2 of 2)");
      } finally {
        await context.close();
      }
    });

    it("shows no controls that do nothing, stars in the enlarged view, and lets a player have a note", async () => {
      await using opened = await open({}, "media.html");
      const { page, troubles } = opened;
      const viewer = page.locator(".viewer");
      const shownControls = () =>
        viewer
          .locator("[data-play], [data-frame], [data-speed]")
          .evaluateAll((all: HTMLElement[]) => all.filter((one) => one.checkVisibility()).length);
      await page.locator("#job-picture .media").click();
      expect(await shownControls()).toBe(0);
      expect(await viewer.getByText("Space").isVisible()).toBe(false);
      await viewer.getByText("☆ Star").click();
      expect(await viewer.locator("[data-starred]").textContent()).toBe("★ Starred");
      expect(await page.locator("#job-picture [data-star]").getAttribute("aria-pressed")).toBe("true");
      await page.keyboard.press("s");
      expect(await page.locator("#job-picture [data-star]").getAttribute("aria-pressed")).toBe("false");
      await page.keyboard.press("Escape");
      await page.locator("#job-clip .media").click();
      expect(await shownControls()).toBe(4);
      await page.keyboard.press("Escape");
      await page.locator("#job-sound [data-enlarge]").click();
      expect(await viewer.locator("audio").count()).toBe(1);
      expect(await shownControls()).toBe(0);
      await viewer.getByLabel("Note").fill("too loud");
      await page.keyboard.press("Escape");
      await page.locator("#job-sound [data-enlarge]").click();
      expect(await viewer.getByLabel("Note").inputValue()).toBe("too loud");
      expect(troubles).toEqual([]);
    });

    it.for([
      ["media.html", "#job-sound"],
      ["media.html", "#job-data"],
      ["client-media.html", "#clip-3"],
    ] as const)(
      "puts what is typed behind Note into the note, in %s of %s, and stars nothing",
      async ([file, card]) => {
        await using opened = await open({}, file);
        const { page } = opened;
        await page.locator(`${card} [data-enlarge]`).click();
        await page.keyboard.type("so loud, .");
        expect(await page.getByRole("textbox", { name: "Note" }).inputValue()).toBe("so loud, .");
        await page.keyboard.press("Escape");
        expect(await page.locator(`${card} [data-star]`).getAttribute("aria-pressed")).toBe("false");
      },
    );

    it("shows no black box in place of a file that no page can show", async () => {
      await using opened = await open({}, "media.html");
      const { page } = opened;
      await page.locator("#job-data [data-enlarge]").click();
      expect(await page.locator(".viewer .stage").isVisible()).toBe(false);
      await page.keyboard.press("Escape");
      await page.locator("#job-picture .media").click();
      expect(await page.locator(".viewer .stage").isVisible()).toBe(true);
    });

    it.for([
      [390, 700],
      [768, 700],
      [1280, 700],
      [844, 390],
    ] as const)(
      "jumps to what is below the bar of filters, in a window of %i × %i pixels, also for those who tab upwards",
      async ([width, height]) => {
        await using opened = await open({ viewport: { width, height } }, "words.html#job-j20");
        const { page } = opened;
        /** Of the element, below the bar or below the top of the window. */
        const roomAbove = (selector: string) =>
          page.locator(selector).evaluate((element) => {
            const bar = document.querySelector(".tools");
            const stays = bar !== null && getComputedStyle(bar).position === "sticky";
            return element.getBoundingClientRect().top - (stays ? bar.getBoundingClientRect().bottom : 0);
          });
        await expect.poll(() => roomAbove("#job-j20")).toBeCloseTo(12, 0);
        await page.locator('.row[href="#job-j4"]').click();
        await expect.poll(() => roomAbove("#job-j4")).toBeCloseTo(12, 0);
        // What it says takes a row more.
        await page.getByLabel("Search").fill("take-1");
        await page.locator('.row[href="#job-j10"]').click();
        await expect.poll(() => roomAbove("#job-j10")).toBeCloseTo(12, 0);
        await page.locator("#job-j19 [data-compare]").focus();
        for (let at = 0; at < 20; at += 1) {
          await page.keyboard.press("Shift+Tab");
          expect(await roomAbove(":focus")).toBeGreaterThan(0);
        }
      },
    );

    it("scrolls the bar of filters away in a low window, such as of a phone held sideways", async () => {
      await using opened = await open({ viewport: { width: 844, height: 390 } }, "words.html#job-j20");
      const { page } = opened;
      const topOf = (selector: string) =>
        page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
      await expect.poll(() => topOf("#job-j20")).toBeCloseTo(12, 0);
      expect(await topOf(".tools")).toBeLessThan(-100);
      await page.setViewportSize({ width: 844, height: 700 });
      await page.locator('.row[href="#job-j4"]').click();
      await expect.poll(() => topOf(".tools")).toBe(0);
      const height = await page
        .locator(".tools")
        .evaluate((bar) => (bar instanceof HTMLElement ? bar.offsetHeight : 0));
      await expect.poll(() => topOf("#job-j4")).toBeCloseTo(height + 12, 0);
    });

    it("clears the filters where a link leads to a card that they hide", async () => {
      await using opened = await open({}, "words.html");
      const { page } = opened;
      await page.getByLabel("Search").fill("take-11");
      expect(await shownNames(page)).toEqual(["take-11"]);
      await page.locator('.row[href="#job-j11"]').click();
      expect(await shownNames(page)).toEqual(["take-11"]);
      await page.locator('.row[href="#job-j20"]').click();
      expect(await page.locator("#job-j20").isVisible()).toBe(true);
      expect(await page.getByLabel("Search").inputValue()).toBe("");
      expect(await page.locator(".status").textContent()).toBe("Filters cleared: they hid take-20.");
      await expect
        .poll(() => page.locator("#job-j20").evaluate((card) => card.getBoundingClientRect().top))
        .toBeLessThan(200);
    });

    it("draws all cards of a page of some jobs for a picture of the whole page, those of many when they come near", async () => {
      const drawn = async (file: string) => {
        await using opened = await open({}, file);
        const { page } = opened;
        return await page
          .locator(".card h3, .row span")
          .evaluateAll((all) => all.map((one) => one.checkVisibility({ contentVisibilityAuto: true })));
      };
      expect(new Set(await drawn("words.html"))).toEqual(new Set([true]));
      expect(await drawn("long.html")).toContain(false);
      await using opened = await open({}, "words.html");
      const pictures = opened.page.locator(".card img");
      await expect
        .poll(() =>
          pictures.evaluateAll((all: HTMLImageElement[]) =>
            all.every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
          ),
        )
        .toBe(true);
    });

    it("on a telephone the first control of an enlarged result closes it, and stays in view", async () => {
      await using opened = await open({ viewport: { width: 390, height: 700 } }, "media.html");
      const { page } = opened;
      await page.locator("#job-clip .media").click();
      const close = page.locator(".viewer [data-close]");
      const isInView = () =>
        close.evaluate((button) => {
          const { top, bottom } = button.getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight;
        });
      expect(await isInView()).toBe(true);
      await page.locator(".viewer").evaluate((dialog) => dialog.scrollTo(0, dialog.scrollHeight));
      expect(await isInView()).toBe(true);
      await page.keyboard.press("Tab");
      expect(await close.evaluate((button) => button === document.activeElement)).toBe(true);
      await page.keyboard.press("Enter");
      expect(await page.locator(".viewer").isVisible()).toBe(false);
    });

    it("prints the name and the length of an audio file in place of its player", async () => {
      await using opened = await open({}, "media.html");
      const { page } = opened;
      const line = page.locator("#job-sound .audio-name");
      expect(await line.isVisible()).toBe(false);
      await page.emulateMedia({ media: "print" });
      expect(await line.textContent()).toBe("speech.wav, 5 s");
      expect(await line.isVisible()).toBe(true);
      expect(await page.locator("#job-sound audio").isVisible()).toBe(false);
    });

    it("copies nothing where nothing is shown, and leaves the clipboard as it is", async () => {
      const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
      const page = await context.newPage();
      try {
        await page.goto(address);
        await page.evaluate(() => navigator.clipboard.writeText("mine"));
        await page.getByLabel("starred only").check();
        await page.getByText("Copy chosen names").click();
        expect(await page.locator(".status").textContent()).toBe(
          "Nothing was copied: no result is shown, and none has a star.",
        );
        expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("mine");
      } finally {
        await context.close();
      }
    });

    it("plays what is compared together at the space bar, and has no such controls for a picture", async () => {
      await using opened = await open({}, "media.html");
      const { page } = opened;
      const compare = async (...ids: readonly string[]) => {
        for (const id of ids) await page.locator(`#job-${id} [data-compare]`).click();
        await page.getByText("Compare 2 takes").click();
      };
      const comparer = page.locator(".comparer");
      await compare("clip", "sound");
      const areAllPaused = () =>
        comparer
          .locator("video, audio")
          .evaluateAll((all: HTMLMediaElement[]) => all.map(({ paused }) => paused));
      expect(await areAllPaused()).toEqual([true, true]);
      await page.keyboard.press(" ");
      await expect.poll(areAllPaused).toEqual([false, false]);
      await page.keyboard.press(" ");
      await expect.poll(areAllPaused).toEqual([true, true]);
      await page.keyboard.press("Escape");
      await compare("picture", "other");
      expect(await comparer.locator("[data-moving]").isVisible()).toBe(false);
      expect(await comparer.getByText("Close").isVisible()).toBe(true);
    });

    it("compares two takes: what differs stands first, and both clips keep step", async () => {
      await using opened = await open();
      const { page } = opened;
      await page.locator("#job-j1 [data-compare]").click();
      await page.locator("#job-j2 [data-compare]").click();
      await page.getByText("Compare 2 takes").click();
      const rows = await page.locator(".comparer tbody tr").allInnerTexts();
      expect(rows[0]).toMatch(/^cost\s+3 units \(US\$ 0\.42\)\s+1\.5 units \(US\$ 0\.21\)$/);
      expect(await page.locator(".comparer tr.differs th").allTextContents()).toEqual(["cost", "model"]);
      const videos = page.locator(".comparer video");
      await expect
        .poll(() =>
          videos.evaluateAll((all: HTMLVideoElement[]) => all.every(({ readyState }) => readyState > 1)),
        )
        .toBe(true);
      const frames = () =>
        videos.evaluateAll((all: HTMLVideoElement[]) =>
          all.map(({ currentTime }) => Math.round(currentTime * 240) / 10),
        );
      const comparer = page.locator(".comparer");
      await expect.poll(frames).toEqual([2.5, 2.5]);
      await comparer.getByText("+1 frame").click();
      expect(await frames()).toEqual([3.5, 3.5]);
      await comparer.getByText("Play").click();
      await expect.poll(async () => (await frames()).every((frame) => frame > 6)).toBe(true);
      await comparer.getByText("Pause").click();
      const [one = 0, other] = await frames();
      expect(one % 1).toBeCloseTo(0.5);
      expect(other).toBe(one);
    });

    it("says in the half of what failed, or whose file is gone, why there is nothing to see", async () => {
      await using opened = await open();
      const { page } = opened;
      const compare = async (...ids: readonly string[]) => {
        for (const id of ids) await page.locator(`#job-${id} [data-compare]`).click();
        await page.getByText("Compare 2 takes").click();
        const halves = await page.locator(".comparer figure").allInnerTexts();
        await page.keyboard.press("Escape");
        return halves;
      };
      const problem = await page.locator("#job-j0 .problem").textContent();
      expect(await compare("j0", "j1")).toEqual([`${problem}\n\nbroken`, "take-1"]);
      const [, gone] = await compare("j4");
      expect(gone).toMatch(/^gone\.mp3\nThis file was moved or deleted\..*\n\nspeech$/);
    });

    it.for([
      ["client.html", "Results (3)", "Compare 2 results"],
      ["client-media.html", "Results (5)", "Compare 2 results"],
    ] as const)("calls what %s shows by what it is", async ([file, heading, button]) => {
      await using opened = await open({}, file);
      const { page } = opened;
      expect(await page.getByRole("heading", { level: 2 }).first().textContent()).toBe(heading);
      expect(await page.locator("[data-open-compare]").textContent()).toBe(button);
    });

    it("compares clips of two lengths at the same moment, the shorter one at its end", async () => {
      await using opened = await open();
      const { page } = opened;
      await page.locator("#job-j1 [data-take]").click();
      const videos = page.locator(".comparer video");
      const seconds = () =>
        videos.evaluateAll((all: HTMLVideoElement[]) =>
          all.map(({ currentTime }) => Math.round(currentTime * 10) / 10),
        );
      const lengths = () =>
        videos.evaluateAll((all: HTMLVideoElement[]) => all.map(({ duration }) => duration));
      await expect.poll(lengths).toEqual([CLIP_SECONDS.take, CLIP_SECONDS.fox]);
      const seek = page.locator(".comparer [data-seek]");
      await seek.fill("500");
      expect(await seconds()).toEqual([4, 4]);
      await seek.fill("1000");
      expect(await seconds()).toEqual([8, 5]);
    });

    it("compares an earlier take with the newest one from the card", async () => {
      await using opened = await open();
      const { page, troubles } = opened;
      await page.locator("#job-j1 [data-take]").click();
      const heads = await page.locator(".comparer th[data-name]").allTextContents();
      expect(heads).toEqual(["take-1, 2026-11-28 08:00 UTC", "take-1, newest"]);
      const rows = await page.locator(".comparer tr.differs").allInnerTexts();
      expect(rows[0]).toMatch(/^cost\s+2 units \(US\$ 0\.28\)\s+3 units \(US\$ 0\.42\)$/);
      expect(rows[1]).toContain("onload=alert(3)");
      const sources = await page
        .locator(".comparer video")
        .evaluateAll((videos: HTMLVideoElement[]) => videos.map(({ src }) => src.replace(/.*\//, "")));
      expect(sources).toEqual(["take.mp4#t=0.1", "fox.mp4#t=0.1"]);
      expect(troubles).toEqual([]);
    });

    it("lets a client star, note and compare clips, and copy the choice as text", async () => {
      const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
      const page = await context.newPage();
      try {
        await page.goto(new URL("client.html", address).href);
        const copy = page.getByText("Copy my choice");
        await copy.click();
        expect(await page.locator(".status").textContent()).toBe("Star a result or write a note first.");
        await page.locator("#clip-1 [data-star]").click();
        for (const [card, text] of [
          ["#clip-0", "too dark"],
          ["#clip-1", "this one"],
        ] as const) {
          await page.locator(`${card} .media`).click();
          await page.getByLabel("Note").fill(text);
          await page.keyboard.press("Escape");
        }
        await page.reload();
        await copy.click();
        await expect.poll(() => page.locator(".status").textContent()).toBe("2 names copied.");
        expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
          "take-1: too dark\n★ take-2: this one",
        );
        await page.getByLabel("starred only").check();
        expect(await shownNames(page)).toEqual(["take-2"]);
        await page.getByLabel("starred only").uncheck();
        await page.locator("#clip-0 [data-compare]").click();
        await page.locator("#clip-1 [data-compare]").click();
        await page.getByText("Compare 2 results").click();
        expect(await page.locator(".comparer tbody th").allTextContents()).toEqual([
          "prompt",
          "length",
          "ratio",
        ]);
      } finally {
        await context.close();
      }
    });

    it("makes players, buttons and rows of many jobs when they come near, and all of them for paper", async () => {
      await using opened = await open({}, "long.html");
      const { page, troubles } = opened;
      const count = (selector: string) => page.locator(selector).count();
      await expect.poll(() => count("[data-star]")).toBeGreaterThan(0);
      expect(await count("[data-star]")).toBeLessThan(100);
      expect([await count(".card h3"), await count(".row")]).toEqual([150, 0]);
      await page.locator(".timeline h2").scrollIntoViewIfNeeded();
      await expect.poll(() => count(".row")).toBe(150);
      await page.getByLabel("Search").fill("take-149 kling-v3");
      const star = page.locator("#job-j149 [data-star]");
      await star.click();
      await expect.poll(() => star.getAttribute("aria-pressed")).toBe("true");
      await page.reload();
      await page.pdf();
      expect([await count("video"), await count("[data-star]"), await count(".row")]).toEqual([
        150, 150, 150,
      ]);
      expect(await page.locator("#job-j149 [data-star]").getAttribute("aria-pressed")).toBe("true");
      expect(troubles).toEqual([]);
    });

    it("shows all of a long page where no script runs", async () => {
      await using opened = await open({ javaScriptEnabled: false }, "long.html");
      const { page } = opened;
      expect(await page.locator(".row").count()).toBe(150);
      expect(await page.locator("#job-j149 .price").textContent()).toContain("3 units (US$ 0.42)");
    });

    it("draws hours in which the run was stopped shorter, and says so", async () => {
      await using opened = await open({ viewport: { width: 390, height: 800 } }, "stopped.html");
      const { page } = opened;
      // A label is wider than what a telephone has for it: the sentence has the length.
      expect(await page.locator(".pauses").isVisible()).toBe(false);
      expect(await page.locator(".pauses text").allTextContents()).toEqual(["1 h 59 min pause"]);
      expect(await page.locator(".shortened").textContent()).toBe(
        "1 pause, in which nothing was sent, ran or was downloaded, is drawn shorter: 1 h 59 min.",
      );
      const bar = page.locator(".row rect.running").last();
      const row = page.locator(".row svg").last();
      const [part = 0, whole = 1] = await Promise.all(
        [bar, row].map(async (box) => (await box.boundingBox())?.width),
      );
      expect(part / whole).toBeGreaterThan(0.4);
    });

    it.for(["A4", "Letter"])("fills pages of %s with cards, none of which is cut", async (format) => {
      await using opened = await open({}, "stopped.html");
      const { page } = opened;
      const pdf = await page.pdf({ format });
      expect(pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length).toBeLessThanOrEqual(4);
      await page.emulateMedia({ media: "print" });
      const rules = await page
        .locator(".card")
        .evaluateAll((cards) => new Set(cards.map((card) => getComputedStyle(card).breakInside)).size);
      expect(rules).toBe(1);
    });

    it("fits a narrow window and paper", async () => {
      await using opened = await open({ viewport: { width: 390, height: 800 } });
      const { page } = opened;
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      // Labels of the axis, and the figures, each by its box.
      const boxes = (selector: string) =>
        page.locator(`${selector}:visible`).evaluateAll((elements) =>
          elements.map((element) => {
            const { left, right, top, height } = element.getBoundingClientRect();
            return { left, right, top, height };
          }),
        );
      const labels = await boxes(".axis span");
      expect(labels.length).toBeGreaterThan(2);
      for (const [at, { left }] of labels.entries())
        expect(left).toBeGreaterThan((labels[at - 1]?.right ?? Number.NEGATIVE_INFINITY) + 4);
      const timeBox = page.locator(".figure", { hasText: "Time" }).locator("b");
      expect((await timeBox.boundingBox())?.height).toBeLessThan(40);
      await page.emulateMedia({ media: "print" });
      await page.setViewportSize({ width: 700, height: 1000 });
      expect(new Set((await boxes(".figure")).map(({ top }) => top)).size).toBe(1);
      expect(await timeBox.textContent()).toBe("6\u00a0min\u00a012\u00a0s");
      expect((await boxes(".figure b")).map(({ height }) => Math.round(height / 21))).toEqual([
        1, 1, 1, 1, 1,
      ]);
      expect(await page.locator(".tools").isVisible()).toBe(false);
      expect(await page.locator(".timeline").isVisible()).toBe(true);
    });
  },
);
