import { measureBundles } from "../../../scripts/check/sizes.ts";
import { atMost, type Measurement } from "../measure.ts";

/** Size of the SDK as an application bundles it, by what each bundle was to have. */
export async function measureBundleSize(): Promise<readonly Measurement[]> {
  const bundles = await measureBundles();
  return bundles.map(({ label, sizeBytes, limitBytes }) =>
    atMost(`SDK bundle, ${label}`, sizeBytes / 1000, limitBytes / 1000, "kB", "esbuild, minified, gzip -9"),
  );
}
