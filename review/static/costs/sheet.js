// The list: a table of costs, chosen or dropped, is looked at on the next page.

import { sending } from "./files.js";

const input = document.getElementById("file");
sending("/costs/sheets", () => ({ "X-Year": input.dataset.year }));
