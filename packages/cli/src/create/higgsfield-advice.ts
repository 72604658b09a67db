import type { VideoRequest } from "@klingkit/spec";
import { compileForHiggsfield } from "@klingkit/spec/higgsfield";

/** The endpoint of Higgsfield that takes the whole request, in words; empty where none does. */
export function higgsfieldAdvice(
  request: VideoRequest,
  { model, isStrict }: { readonly model: string | undefined; readonly isStrict: boolean },
): string {
  // Files are read only before a purchase; their paths say nothing against an endpoint.
  const options = { model, isLocalService: true, uploadsFiles: true };
  const best = compileForHiggsfield(request, options).find(
    ({ issues, warnings }) => issues.length === 0 && (!isStrict || warnings.length === 0),
  );
  if (!best) return "";
  return ` Higgsfield's ${best.operation.id} takes it: to use it, add \`--service higgsfield --model ${best.operation.model}\`, and look at its price.`;
}
