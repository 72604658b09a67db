// The script of the report page. It works on what the page holds already: without it the page can be read and printed.
import { prepareCards, prepareFilters, prepareStars } from "./cards.ts";
import { prepareComparer } from "./comparer.ts";
import { prepareJumps } from "./jumps.ts";
import { prepareTimeline } from "./timeline.ts";
import { prepareViewer } from "./viewer.ts";

prepareCards();
prepareStars();
prepareViewer();
prepareComparer();
prepareFilters();
prepareTimeline();
prepareJumps();
