"use strict";
// Asks what is new and loads the report again when it changed, at the place where its reader was.
const line = document.getElementById("state");
const frame = document.getElementById("report");
const SECONDS = 3;
let shown = null;

function reload() {
  const inside = frame.contentWindow;
  const scroll = inside.scrollY;
  const open = [...inside.document.querySelectorAll("details")].map((box) => box.open);
  frame.addEventListener("load", () => {
    const boxes = frame.contentDocument.querySelectorAll("details");
    boxes.forEach((box, i) => { if (i < open.length) box.open = open[i]; });
    frame.contentWindow.scrollTo(0, scroll);
  }, { once: true });
  inside.location.reload();
}

async function look() {
  try {
    const state = await (await fetch("/state")).json();
    if (shown !== null && state.version !== shown) reload();
    shown = state.version;
    const rounds = state.of ? `${state.rounds} of ${state.of} rounds` : "no round is over yet";
    const at = state.at ? `; at ${state.at}` : "";
    line.textContent = state.complete ? `The run is complete: ${rounds}.` : `So far ${rounds}${at}.`;
  } catch {
    line.textContent = "The server has stopped; this is the last report it gave.";
  }
  setTimeout(look, 1000 * SECONDS);
}
look();
