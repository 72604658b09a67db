// The script of the report page. It works on what the page holds already: without it the page can be read and printed.
import { prepareFilters, prepareMedia, prepareStars } from "./cards.ts";
import { prepareComparer } from "./comparer.ts";
import { prepareViewer } from "./viewer.ts";

prepareMedia();
prepareStars();
prepareViewer();
prepareComparer();
prepareFilters();
