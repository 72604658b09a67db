import { createKlingTextToVideo } from "klingkit/text-to-video";

/** A worker's fetch handler: no file system, no node: modules. */
export async function handle(request: Request, env: { KLING_API_KEY: string }): Promise<Response> {
  const kling = createKlingTextToVideo({ apiKey: env.KLING_API_KEY });
  const prompt = await request.text();
  const task = await kling.textToVideo.create("kling-3.0-turbo", { prompt });
  return Response.json(task);
}
