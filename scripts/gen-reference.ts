// Writes the reference pages from spec: what the service takes, which models it has, and how well each route is proved.
import { printCoveragePage } from "./gen/pages/coverage-page.ts";
import { printEffectsPage } from "./gen/pages/effects-page.ts";
import { printEndpointsPage } from "./gen/pages/endpoints-page.ts";
import { printHiggsfieldPage } from "./gen/pages/higgsfield-page.ts";
import { printModelsPage } from "./gen/pages/models-page.ts";
import { printPricesPage } from "./gen/pages/prices-page.ts";
import { printRoutesPage } from "./gen/pages/routes-page.ts";
import { printServiceErrorsPage } from "./gen/pages/service-errors-page.ts";
import { printServicesPage } from "./gen/pages/services-page.ts";

const FOLDER = "docs/reference";

export async function generate(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    [`${FOLDER}/endpoints.md`, printEndpointsPage()],
    [`${FOLDER}/coverage.md`, printCoveragePage()],
    [`${FOLDER}/models.md`, printModelsPage()],
    [`${FOLDER}/effects.md`, printEffectsPage()],
    [`${FOLDER}/service-errors.md`, printServiceErrorsPage()],
    [`${FOLDER}/prices.md`, printPricesPage()],
    [`${FOLDER}/routes.md`, printRoutesPage()],
    [`${FOLDER}/higgsfield.md`, printHiggsfieldPage()],
    ["docs/services.md", printServicesPage()],
  ]);
}
