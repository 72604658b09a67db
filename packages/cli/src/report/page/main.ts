// The script of the report page. It works on what the page holds already: without it the page can be read and printed.
import { prepareClips, prepareFilters, prepareStars } from "./cards.ts";
import { prepareComparer } from "./comparer.ts";
import { prepareViewer } from "./viewer.ts";

prepareClips();
prepareStars();
prepareViewer();
prepareComparer();
prepareFilters();
