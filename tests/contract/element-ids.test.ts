import { CREATES, jsonSchemaOf, omniVideo } from "@klingkit/spec";
import { createTestEmulator, listFixtures, TEST_API_KEY } from "@klingkit/testkit";
import { createKling } from "klingkit";
import { createKlingReads } from "klingkit/reads";
import { expect, it } from "vitest";

/** Beyond 2^53: as a number it would end in 400. */
const LONG_ID = "829836802793406551";

const withLists = CREATES.filter(({ body }) => jsonSchemaOf(body).properties?.["element_list"] !== undefined);

/** A client that keeps the texts of its requests, which lead nowhere. */
function createListener() {
  const sent: string[] = [];
  const kling = createKling({
    apiKey: TEST_API_KEY,
    baseUrl: "https://kling.example",
    fetch: async (input, init) => {
      sent.push(await new Request(input, init).text());
      return Response.json({
        code: 0,
        message: "SUCCEED",
        request_id: "r",
        data: { task_id: "1", task_status: "submitted" },
      });
    },
  });
  return { kling, sent };
}

it("every list of elements belongs to the legacy family, whose ids are numbers", () => {
  expect(withLists.length).toBeGreaterThan(4);
  expect(new Set(withLists.map(({ family }) => family))).toEqual(new Set(["legacy"]));
});

it.each(withLists.map((operation) => [operation.id, operation] as const))(
  "%s sends ids as the numbers that the documentation shows, with all digits",
  async (_, operation) => {
    const { kling, sent } = createListener();
    // Words that look like a field stay what they are.
    const prompt = '<<<element_1>>> says "element_list":[{"element_id":"7"}]';
    const extraBody = { prompt, element_list: [{ element_id: LONG_ID }, { element_id: "160" }] };
    const request = listFixtures("request").find(({ source }) => source.operation === operation.id);
    await kling.create(operation, request?.body ?? {}, { extraBody, allowsRetired: true });
    const [text = ""] = sent;
    expect(text).toContain(`"element_list":[{"element_id":${LONG_ID}},{"element_id":160}]`);
    expect(JSON.parse(text).prompt).toBe(prompt);
  },
);

it("reads, uses and deletes an element by an id with all its digits", async () => {
  await using emulator = await createTestEmulator({ switches: { elements: "registered" } });
  const options = { apiKey: TEST_API_KEY, baseUrl: emulator.baseUrl, fetch: emulator.fetch };
  const kling = createKling(options);
  const image = "https://example.com/a.png";
  const made = await kling.elements.create({
    element_name: "Mia",
    element_description: "A girl in red",
    reference_type: "image_refer",
    element_image_list: { frontal_image: image, refer_images: [{ image_url: image }] },
  });
  await emulator.control.advance(3_600_000);
  const status = await createKlingReads(options).tasks.status(made);
  const id = status.kind === "found" ? status.task.elements?.[0]?.id : undefined;
  expect(id).toMatch(/^\d{18}$/);
  const element_list = [{ element_id: String(id) }];
  const video = await kling.create(omniVideo.create, { prompt: "<<<element_1>>> runs", element_list });
  expect(video.status).toBe("submitted");
  await kling.elements.delete({ element_id: String(id) });
});
