// Reads calendars with a reader of node and prints the entries of each as one line of JSON.
//
//     node read.mjs ical.js|node-ical FOLDER
//
// FOLDER has the node_modules; on stdin there is one calendar a line, its bytes in base64.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [reader, folder] = process.argv.slice(2);
const require = createRequire(`${folder}/`);

function* withIcalJs(text) {
  const ICAL = require("ical.js");
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    yield {
      start: event.startDate.toUnixTime(),
      end: event.endDate.toUnixTime(),
      uid: event.uid,
      summary: event.summary,
      status: component.getFirstPropertyValue("status"),
      sequence: event.sequence,
      properties: component.getAllProperties().map((property) => property.name).sort(),
    };
  }
}

function* withNodeIcal(text) {
  const found = require("node-ical").sync.parseICS(text);
  for (const event of Object.values(found)) {
    if (event.type === "VEVENT") {
      yield {
        start: event.start.getTime() / 1000,
        end: event.end.getTime() / 1000,
        uid: event.uid,
        summary: event.summary,
        status: event.status,
        sequence: Number(event.sequence),
        properties: Object.keys(event).sort(),
      };
    }
  }
}

const entries = { "ical.js": withIcalJs, "node-ical": withNodeIcal }[reader];
for (const line of readFileSync(0, "ascii").trimEnd().split("\n")) {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(line, "base64"));
  console.log(JSON.stringify([...entries(text)]));
}
